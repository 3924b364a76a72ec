package io.kriten.apitoken.api.auth;

/**
 * What somebody wants to do, in the words of RBAC.
 *
 * @param verb such as {@code get}
 * @param group the API group; empty for the core group
 * @param resource in the plural, such as {@code pods}
 * @param subresource such as {@code log}; empty for none
 * @param namespace empty for all, or for what has none
 * @param name empty for all
 */
public record ResourceAccess(
    String verb, String group, String resource, String subresource, String namespace, String name) {

  /** How many characters all of it has. */
  int length() {
    return verb.length()
        + group.length()
        + resource.length()
        + subresource.length()
        + namespace.length()
        + name.length();
  }
}
