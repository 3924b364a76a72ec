package io.kriten.apitoken.e2e.rights;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.AuditTrail.Request;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.helm.Rendered;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * After all that the suite did: the chart gives its two ServiceAccounts what they use, and nothing
 * else. Tests that try what an account may not do impersonate it, and so do not count.
 */
@Order(Integer.MAX_VALUE - 1)
@ExtendWith(ClusterExtension.class)
@Isolated
class LeastPrivilegeTest {

  private static final String TOKENS = LocalSettings.TOKENS_NAMESPACE;
  private static final String RELEASE = LocalSettings.RELEASE_NAMESPACE;
  private static final String SHARD = "apitoken-last-use-";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** No requests: admission asks the authorizer for them while it judges a request. */
  private static final Set<String> ASKED_BY_ADMISSION =
      Set.of("assign-owner", "assign-group", "manage-all");

  private static List<Request> requests;

  /** Does once all that an installation does, so that the test holds when it runs alone, too. */
  @BeforeAll
  static void everythingOnce(LocalCluster cluster) throws IOException {
    useTheRestApi(Rest.as(cluster, "alice"));
    useAKey(cluster);
    alterAPolicyAndPutItBack(cluster.adminClient());
    cluster.stopOperator();
    try {
      watchATokenFromItsCreationToItsEnd(cluster);
    } finally {
      cluster.startOperator();
    }
    requests = AuditTrail.requests();
  }

  private static void useTheRestApi(Rest alice) {
    String id = alice.create("{\"description\":\"rights\"}").get("id").asText();
    alice.get(Rest.TOKENS + "/all").expect(200);
    alice.get(Rest.TOKENS + "/" + id).expect(200);
    alice.patch(Rest.TOKENS + "/" + id, "{\"enabled\":false}").expect(200);
    alice.delete(Rest.TOKENS + "/" + id).expect(200);
  }

  /** The operator remembers when that was. */
  private static void alterAPolicyAndPutItBack(KubernetesClient admin) {
    var binding =
        admin
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicyBindings()
            .withName("apitoken-limits.kriten.io");
    for (String action : List.of("Warn", "Deny")) {
      binding.edit(b -> b.edit().editSpec().withValidationActions(action).endSpec().build());
    }
  }

  private static void useAKey(LocalCluster cluster) {
    String key = Rest.as(cluster, "alice").create("{}").get("key").asText();
    Rest.byKey(cluster, key).get(Rest.RUNNERS).expect(200);
    cluster.stopFacade();
    cluster.startFacade();
  }

  private static void watchATokenFromItsCreationToItsEnd(LocalCluster cluster) {
    OperatorSettings settings =
        new OperatorSettings(
            RELEASE,
            List.of(TOKENS),
            account("apitoken-operator"),
            account("apitoken-api"),
            false,
            Duration.ofMillis(1),
            List.of("apitoken-api"),
            true,
            "127.0.0.1",
            -1);
    KubernetesClient admin = cluster.adminClient();
    admin.leases().inNamespace(RELEASE).withName("apitoken-operator").delete();
    try (TokenOperator operator =
        new TokenOperator(cluster.operatorClient(), settings, Clock.systemUTC())) {
      operator.start();
      loseTheCa(admin);
      await().atMost(PATIENCE).until(() -> isCovered(admin));
      Instant soon = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
      Kubectl.as(cluster, "alice")
          .runWithInput(
              """
              apiVersion: kriten.io/v1alpha1
              kind: ApiToken
              metadata: {name: rights, namespace: %s}
              spec: {expires: "%s", delivery: {ttl: 1s}}
              """
                  .formatted(TOKENS, soon),
              "apply",
              "-f",
              "-")
          .expectSuccess();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  admin.resources(ApiToken.class).inNamespace(TOKENS).withName("rights").get()
                      == null);
    }
  }

  /** Whether a token of now is younger than the policies, to the second of its creation. */
  private static boolean isCovered(KubernetesClient admin) {
    Map<String, String> altered =
        admin.configMaps().inNamespace(RELEASE).withName("apitoken-guard").get().getData();
    Instant made = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return altered != null
        && altered.values().stream()
            .map(age -> Instant.parse(age.substring(age.lastIndexOf(' ') + 1)))
            .allMatch(made::isAfter);
  }

  /** Another CA, and another certificate by it. */
  private static void loseTheCa(KubernetesClient admin) {
    var authorities = admin.secrets().inNamespace(RELEASE).withName("apitoken-ca");
    var certificate = admin.secrets().inNamespace(RELEASE).withName("apitoken-tls");
    await().atMost(PATIENCE).until(() -> certificate.get() != null);
    String before = certificate.get().getData().get("tls.crt");
    authorities.edit(secret -> secret.edit().withData(Map.of()).build());
    await()
        .atMost(PATIENCE)
        .until(() -> !before.equals(certificate.get().getData().get("tls.crt")));
  }

  /** A kube-apiserver that has just started refuses all, until it has read its roles. */
  @Test
  void nothingIsMissing() {
    List<Grant> grants = grants();
    assertThat(requests)
        .isNotEmpty()
        .filteredOn(LeastPrivilegeTest::isForbidden)
        .filteredOn(request -> grants.stream().noneMatch(grant -> grant.allows(request)))
        .isEmpty();
  }

  private static boolean isForbidden(Request request) {
    return request.decision().equals("forbid");
  }

  private static List<Grant> grants() {
    return Grant.of(Rendered.of("1.36.0", Map.of("api.tls.mode", "operator")));
  }

  /** The facade is refused what its callers may not; nobody but itself asks for the operator. */
  @Test
  void admissionRefusesTheOperatorNothing() {
    assertThat(requests)
        .filteredOn(request -> request.account().equals("apitoken-operator"))
        .filteredOn(request -> request.status() == HTTP_FORBIDDEN && !isForbidden(request))
        .isEmpty();
  }

  @Test
  void nothingIsSuperfluous() {
    assertThat(grants())
        .hasSizeGreaterThan(30)
        .filteredOn(grant -> !ASKED_BY_ADMISSION.contains(grant.verb()))
        .filteredOn(grant -> requests.stream().noneMatch(grant::allows))
        .filteredOn(grant -> !isOfAUsedShard(grant))
        .isEmpty();
  }

  /** Which of the 64 ConfigMaps are used, depends on the ids of the suite's tokens. */
  private static boolean isOfAUsedShard(Grant grant) {
    return grant.name().startsWith(SHARD)
        && requests.stream()
            .filter(request -> request.name().startsWith(SHARD))
            .anyMatch(request -> request.verb().equals(grant.verb()));
  }

  private static String account(String name) {
    return "system:serviceaccount:" + RELEASE + ":" + name;
  }
}
