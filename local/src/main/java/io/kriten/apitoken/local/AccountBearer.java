package io.kriten.apitoken.local;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ServiceAccount's bearer, by TokenRequest, renewed in the background at half of its life: the
 * same that a kubelet does for a pod.
 */
final class AccountBearer implements OAuthTokenProvider, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccountBearer.class);
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final KubernetesClient admin;
  private final String account;
  private final Duration renewEvery;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "account-bearer");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String bearer;

  /**
   * Asks for the first bearer now.
   *
   * @param admin may create tokens of the account
   * @param account the name of a ServiceAccount in the release's namespace
   */
  AccountBearer(KubernetesClient admin, String account) {
    this(admin, account, LIFE.dividedBy(2));
  }

  AccountBearer(KubernetesClient admin, String account, Duration renewEvery) {
    this.admin = admin;
    this.account = account;
    this.renewEvery = renewEvery;
    this.bearer = request();
    renewAfter(renewEvery);
  }

  @Override
  public String getToken() {
    return bearer;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void renew() {
    try {
      bearer = request();
      renewAfter(renewEvery);
    } catch (KubernetesClientException e) {
      LOG.warn("no new bearer for {}, trying again: {}", account, e.getMessage());
      renewAfter(RETRY_AFTER);
    }
  }

  private void renewAfter(Duration delay) {
    var unused = timer.schedule(this::renew, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String request() {
    TokenRequest wanted =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(LIFE.toSeconds())
            .endSpec()
            .build();
    return admin
        .serviceAccounts()
        .inNamespace(LocalSettings.RELEASE_NAMESPACE)
        .withName(account)
        .tokenRequest(wanted)
        .getStatus()
        .getToken();
  }
}
