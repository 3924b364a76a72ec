package io.kriten.apitoken.local;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Tells whether tokens can be made, and get keys. For a moment after an installation the API server
 * does not serve the resource, answers 503, or does not enforce the policies yet; and the operator
 * makes no keys for tokens younger than 2 s after the policies.
 */
final class AdmissionProbe implements BooleanSupplier {

  private static final String POLICIES = "admissionregistration.k8s.io/v1";
  private static final List<String> KINDS =
      List.of(
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");
  // The operator's 2 s, and 1 s since creation times are cut to seconds.
  private static final Duration IN_FORCE_AFTER = Duration.ofSeconds(3);

  private final KubernetesClient admin;
  private final Clock clock;

  AdmissionProbe(KubernetesClient admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  @Override
  public boolean getAsBoolean() {
    Instant before = clock.instant().minus(IN_FORCE_AFTER);
    return policies().allMatch(policy -> createdAt(policy).isBefore(before)) && admitsToken();
  }

  private Stream<GenericKubernetesResource> policies() {
    return KINDS.stream()
        .map(kind -> admin.genericKubernetesResources(POLICIES, kind).list().getItems())
        .flatMap(List::stream);
  }

  private boolean admitsToken() {
    GenericKubernetesResource ownerless =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(ApiToken.API_VERSION)
            .withKind(ApiToken.KIND)
            .withNewMetadata()
            .withGenerateName("probe-")
            .withNamespace(LocalSettings.TOKENS_NAMESPACE)
            .endMetadata()
            .build();
    try {
      admin.resource(ownerless).dryRun().create();
      return true;
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  private static Instant createdAt(GenericKubernetesResource policy) {
    return Instant.parse(policy.getMetadata().getCreationTimestamp());
  }
}
