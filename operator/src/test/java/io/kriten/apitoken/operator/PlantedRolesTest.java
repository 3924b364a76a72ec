package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Roles and RoleBindings that lie in wait under the operator's names: it never binds them. */
class PlantedRolesTest {

  private final ApiToken token = Samples.token();
  private final TokenWorld world = new TokenWorld(token);

  static Stream<Arguments> plantedRoles() {
    Role ours = KeyAccess.role(Samples.token());
    return Stream.<Map.Entry<String, UnaryOperator<RoleBuilder>>>of(
            Map.entry("every Secret", r -> r.editFirstRule().withResourceNames().endRule()),
            Map.entry("one Secret more", r -> r.editFirstRule().addToResourceNames("x").endRule()),
            Map.entry("more verbs", r -> r.editFirstRule().addToVerbs("update").endRule()),
            Map.entry(
                "another rule",
                r ->
                    r.addNewRule()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("list")
                        .endRule()),
            Map.entry("nobody's", r -> r.editMetadata().withOwnerReferences().endMetadata()))
        .map(
            change ->
                Arguments.of(
                    change.getKey(), change.getValue().apply(new RoleBuilder(ours)).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedRoles")
  void aRoleThatIsNotOursIsNeverBound(String what, Role planted) {
    world.server.put(planted);

    world.pass(Watch.CURRENT);

    assertThatNothingWasMade("Conflict");
    assertThat(message()).endsWith("It is the Role or the RoleBinding apitoken-key-" + UID + "-1.");
    assertThat(world.deliveries()).isEmpty();
    assertThat(world.names(RoleBinding.class)).isEmpty();
  }

  @Test
  void aBindingToOthersIsNeverLeftBesideOurSecret() {
    world.server.put(
        new RoleBindingBuilder(KeyAccess.binding(token))
            .addNewSubject("rbac.authorization.k8s.io", "User", "mallory", null)
            .build());

    world.pass(Watch.CURRENT);

    assertThatNothingWasMade("Conflict");
    assertThat(world.deliveries()).isEmpty();
  }

  private String message() {
    return Conditions.find(world.token(), Conditions.READY).orElseThrow().getMessage();
  }

  private void assertThatNothingWasMade(String reason) {
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo(reason);
    assertThat(world.token().getStatus().keyHint()).isNull();
    assertThat(world.token().getStatus().deliverySecret()).isNull();
    assertThat(world.digests()).isEmpty();
  }
}
