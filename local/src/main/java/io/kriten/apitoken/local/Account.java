package io.kriten.apitoken.local;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A ServiceAccount of the chart, logged in. */
final class Account implements AutoCloseable {

  /** The operator's. */
  static final String OPERATOR = "apitoken-operator";

  /** The facade's. */
  static final String FACADE = "apitoken-api";

  private final AccountBearer bearer;
  private final KubernetesClient client;

  /**
   * @param admin may create tokens of the account
   * @param name of the account, in the release's namespace
   */
  Account(KubernetesAccess access, KubernetesClient admin, String name) {
    this.bearer = new AccountBearer(admin, name);
    this.client = access.withBearers(bearer);
  }

  /** By which the API server knows the account of that name. */
  static String username(String name) {
    return "system:serviceaccount:" + LocalSettings.RELEASE_NAMESPACE + ":" + name;
  }

  KubernetesClient client() {
    return client;
  }

  @Override
  public void close() {
    Closing.inOrder(bearer::close, client::close);
  }
}
