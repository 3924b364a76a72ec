package io.kriten.apitoken.bench.seed;

import io.kriten.apitoken.keys.TokenKey;

/**
 * A token that was written into etcd.
 *
 * @param name of the ApiToken, 20 characters
 * @param uid of the ApiToken
 * @param key its plaintext, for the load
 */
public record SeededToken(String name, String uid, TokenKey key) {}
