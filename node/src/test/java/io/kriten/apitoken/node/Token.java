package io.kriten.apitoken.node;

/**
 * A token, and what its owner shows.
 *
 * @param id its id over REST
 * @param key its key; never printed
 */
record Token(String id, String key) {

  @Override
  public String toString() {
    return id;
  }
}
