#!/usr/bin/env python3
"""Writes vectors.properties: the key formats once more, from their documents and not from the Java code."""
import hashlib
import hmac
import struct
import zlib

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def base62(number, length):
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits


def mac(secret, context, message):
    return hmac.new(secret, context + message, hashlib.sha256).digest()


def tag(tag_key, part):
    return base62(int.from_bytes(mac(tag_key, b"apitoken/tag/v1", part.encode())[:8], "big"), 6)


def key(tag_key, part):
    body = "kri_" + part + tag(tag_key, part)
    return body + base62(zlib.crc32(body.encode()), 6)


def seal(pepper, uid, serial, digest, username, owner_uid, groups):
    fields = [uid.encode(), struct.pack(">q", serial), digest, username.encode(), owner_uid.encode()]
    fields += [group.encode() for group in sorted(set(groups))]
    return mac(pepper, b"apitoken/seal/v1", b"".join(struct.pack(">i", len(f)) + f for f in fields))


TAG_KEY = bytes(range(32))
PEPPER = bytes(range(100, 132))
UID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4"
OWNER_UID = "d9acf53d-6d9e-46ec-b352-2e99086ecb97"

print("# Written by vectors.py. A change here means that every stored digest and seal is void.")
print("tagKey=" + TAG_KEY.hex())
print("pepper=" + PEPPER.hex())
for n, part in enumerate(["0" * 24, "rbaurEcVyGJIjRioWIaiT3Wt", "zyxwvutsrqponmlkjihgfedc"], 1):
    plaintext = key(TAG_KEY, part)
    digest = mac(PEPPER, b"apitoken/digest/v1", plaintext.encode())
    print(f"key.{n}={plaintext}")
    print(f"digest.{n}={digest.hex()}")
    print(f"seal.{n}.bare={seal(PEPPER, UID, 1, digest, 'alice', '', []).hex()}")
    print(f"seal.{n}.full={seal(PEPPER, UID, 2147483647, digest, 'Ålice', OWNER_UID, ['ops', 'devs', 'ops']).hex()}")
