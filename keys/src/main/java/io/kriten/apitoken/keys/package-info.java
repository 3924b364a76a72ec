/**
 * The life of a key outside Kubernetes: its format and checksum ({@link
 * io.kriten.apitoken.keys.TokenKey}), its tag ({@link io.kriten.apitoken.keys.TagKey}), its digest
 * and the seal that binds the digest to one token ({@link io.kriten.apitoken.keys.Pepper}). Pure
 * Java: no I/O, no clock, no Kubernetes.
 */
package io.kriten.apitoken.keys;
