/** Fills a local cluster with more tokens than anybody could create through its API server. */
package io.kriten.apitoken.bench.seed;
