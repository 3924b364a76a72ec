package io.kriten.apitoken.api.kube;

import java.util.Map;

/**
 * What a page shall hold.
 *
 * @param namespace where its objects are
 * @param fields what they must have in these fields, where the API server selects by them
 * @param limit how many at most
 * @param next where the page before it said that this one begins; empty for the first, which is
 *     read at the newest resource version
 */
public record Listing(String namespace, Map<String, String> fields, long limit, String next) {

  public Listing {
    fields = Map.copyOf(fields);
  }
}
