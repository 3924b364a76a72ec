package io.kriten.apitoken.keys;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Keys as installations make them, and the keys of tags that made them. */
final class MintedKeys extends DomainContextBase {

  /** A key with the installation that made it. */
  record Minted(TagKey tagKey, TokenKey key) {}

  @Provide
  Arbitrary<TagKey> tagKeys() {
    return Arbitraries.longs().map(seed -> TagKey.generate(Scripted.uniform(seed)));
  }

  @Provide
  Arbitrary<Minted> mintedKeys() {
    return tagKeys()
        .flatMap(
            tagKey ->
                Arbitraries.longs()
                    .map(seed -> new Minted(tagKey, tagKey.mint(Scripted.uniform(seed)))));
  }
}
