package io.kriten.apitoken.local;

import java.util.List;

/**
 * Someone who may log in to the API server with a bearer token.
 *
 * @param name the username
 * @param uid a UUID, kept between runs
 * @param groups without those that the API server adds itself
 * @param bearer the secret to log in with
 */
public record User(String name, String uid, List<String> groups, String bearer) {

  /** Without the bearer, so that it gets into no log. */
  @Override
  public String toString() {
    return "User[name=" + name + ", uid=" + uid + ", groups=" + groups + "]";
  }
}
