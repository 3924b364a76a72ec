package io.kriten.apitoken.e2e.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.local.LocalCluster;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the Java types write, the API server stores whole. A status field that the schema lacks
 * would make server-side apply answer 500, and fabric8 retry in silence.
 */
@InNamespacesOfItsOwn
class TypesAndSchemaTest {

  private static final PatchContext STRICT_APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("test")
          .withFieldValidation("Strict")
          .build();

  private static final ApiTokenSpec SPEC =
      new ApiTokenSpec(
          new Owner("alice", "7d9f2f0e", Set.of("devs")),
          "all fields",
          false,
          "2030-01-31T12:00:00.5Z",
          2,
          new Delivery(Delivery.Mode.Secret, "30m"));

  private static final ApiTokenStatus STATUS =
      new ApiTokenStatus(
          List.of(
              new ConditionBuilder()
                  .withType("Ready")
                  .withStatus("False")
                  .withReason("Disabled")
                  .withMessage("The token is disabled.")
                  .withObservedGeneration(1L)
                  .withLastTransitionTime("2030-01-01T00:00:00Z")
                  .build()),
          "kri_abcd",
          "apitoken-key-7d9f2f0e-2");

  private final KubernetesClient client;

  TypesAndSchemaTest(LocalCluster cluster) {
    client = cluster.adminClient();
  }

  @AfterEach
  void remove() {
    client.resource(token()).delete();
  }

  @Test
  void theExamplesLeaveNoFieldOut() throws ReflectiveOperationException {
    for (Record example : List.of(SPEC, SPEC.owner(), SPEC.delivery(), STATUS)) {
      for (RecordComponent component : example.getClass().getRecordComponents()) {
        assertThat(component.getAccessor().invoke(example)).as(component.toString()).isNotNull();
      }
    }
  }

  @Test
  void everyFieldComesBackAsItWasWritten() {
    ApiToken written = token();
    written.setSpec(SPEC);
    client.resource(written).patch(STRICT_APPLY);
    ApiToken reported = token();
    reported.setSpec(SPEC);
    reported.setStatus(STATUS);

    client.resource(reported).subresource("status").patch(STRICT_APPLY);

    ApiToken stored = client.resource(token()).get();
    assertThat(stored.getSpec()).isEqualTo(SPEC);
    assertThat(stored.getStatus()).isEqualTo(STATUS);
  }

  private static ApiToken token() {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder().withNamespace("default").withName("every-field").build());
    return token;
  }
}
