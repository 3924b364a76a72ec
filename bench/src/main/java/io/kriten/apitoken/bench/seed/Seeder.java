package io.kriten.apitoken.bench.seed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.bench.seed.EtcdWriter.Item;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.kriten.apitoken.local.LocalCluster;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Writes tokens into etcd as the API server would have stored them, with digests and seals under
 * the installation's own peppers. The API server must not run meanwhile: its watch cache wants a
 * version for each object, and a transaction has one for all.
 */
public final class Seeder {

  private static final int TOKENS_A_BATCH = EtcdWriter.MAX_BATCH / 2;
  private static final int OWNERS = 1_000;
  private static final String TOKENS = "kriten.io/apitokens";
  private static final String SECRETS = "secrets";

  private final LocalCluster cluster;
  private final Peppers peppers;
  private final Model model;
  private final SecureRandom random = new SecureRandom();
  private final List<Owner> owners = IntStream.range(0, OWNERS).mapToObj(Seeder::owner).toList();

  Seeder(LocalCluster cluster, Peppers peppers, Model model) {
    this.cluster = cluster;
    this.peppers = peppers;
    this.model = model;
  }

  private static Owner owner(int number) {
    return new Owner(
        "user-%04d@bench.test".formatted(number),
        new UUID(0x4000L, 0x8000000000000000L | number).toString(),
        Set.of(
            "developers", "team-%03d".formatted(number % 100), "site-%02d".formatted(number % 9)));
  }

  /** Removes every token and Secret of that namespace. */
  public void clear(String namespace) {
    try (EtcdWriter etcd = new EtcdWriter(cluster)) {
      etcd.clear(TOKENS + "/" + namespace);
      etcd.clear(SECRETS + "/" + namespace);
    }
  }

  /** What etcd holds afterwards, of 1,000 owners in turn. */
  public List<SeededToken> write(String namespace, int count, String expires) {
    try (EtcdWriter etcd = new EtcdWriter(cluster)) {
      return IntStream.range(0, (count + TOKENS_A_BATCH - 1) / TOKENS_A_BATCH)
          .parallel()
          .map(number -> number * TOKENS_A_BATCH)
          .mapToObj(
              from -> write(etcd, namespace, from, Math.min(count, from + TOKENS_A_BATCH), expires))
          .flatMap(List::stream)
          .toList();
    }
  }

  private List<SeededToken> write(
      EtcdWriter etcd, String namespace, int from, int to, String expires) {
    List<SeededToken> tokens = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      TokenKey key = peppers.tagKey().mint(random);
      ApiToken token =
          model.token(namespace, "bench-%014d".formatted(i), owners.get(i % OWNERS), expires, key);
      Secret digest = model.digest(token, key, peppers.current());
      items.add(item(TOKENS, token));
      items.add(item(SECRETS, digest));
      tokens.add(new SeededToken(token.getMetadata().getName(), token.getMetadata().getUid(), key));
    }
    etcd.put(items);
    return tokens;
  }

  private static Item item(String prefix, HasMetadata object) {
    return new Item(
        prefix + "/" + object.getMetadata().getNamespace() + "/" + object.getMetadata().getName(),
        Serialization.asJson(object));
  }
}
