package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A manifest that names no owner gets its creator, by every way to write it. */
@InNamespacesOfItsOwn
class OwnerStampTest {

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "owner-stamp");
  }

  @Test
  void byCreate() {
    apply("created", "", "create");

    assertThat(owner("created")).isEqualTo(alice());
  }

  @Test
  void byCreateOfAnEmptySpec() {
    apply("empty", "{}", "create");

    assertThat(owner("empty")).isEqualTo(alice());
  }

  @Test
  void byGenerateName() {
    String manifest = token("x", "").replace("name: x", "generateName: made-");

    String made =
        callers.alice().runWithInput(manifest, "create", "-o", "name", "-f", "-").expectSuccess();

    assertThat(owner(made.substring(made.indexOf('/') + 1))).isEqualTo(alice());
  }

  @Test
  void byDryRun() {
    String owner =
        callers
            .alice()
            .runWithInput(
                token("dry", ""),
                "create",
                "--dry-run=server",
                "-o",
                "jsonpath={.spec.owner}",
                "-f",
                "-")
            .expectSuccess();

    assertThat(owner).isEqualTo(alice());
    assertThat(callers.alice().run("get", "apitoken", "dry").expectFailure()).contains("NotFound");
  }

  @Test
  void byClientSideApplyAndAgain() {
    apply("client", "description: one", "apply");
    apply("client", "description: two", "apply");

    assertThat(owner("client")).isEqualTo(alice());
    assertThat(field("client", "{.spec.description}")).isEqualTo("two");
  }

  @Test
  void byServerSideApplyAndAgain() {
    apply("server", "description: one", "apply", "--server-side");
    apply("server", "description: two", "apply", "--server-side");
    apply("server", "", "apply", "--server-side");

    assertThat(owner("server")).isEqualTo(alice());
    assertThat(field("server", "{.spec.description}")).isEmpty();
  }

  @Test
  void byReplace() {
    apply("replaced", "description: one", "create");
    apply("replaced", "description: two", "replace");

    assertThat(owner("replaced")).isEqualTo(alice());
    assertThat(field("replaced", "{.spec.description}")).isEqualTo("two");
  }

  @Test
  void anAdminsChangeLeavesTheOwner() {
    apply("kept", "", "create");
    callers
        .admin()
        .runWithInput(token("kept", "enabled: false"), "replace", "-f", "-")
        .expectSuccess();

    assertThat(owner("kept")).isEqualTo(alice());
    assertThat(field("kept", "{.spec.enabled}")).isEqualTo("false");
  }

  @Test
  void systemGroupsAndDoublesAreLeftOut() {
    Kubectl zoe =
        callers
            .clusterAdmin()
            .with(
                "--as=zoe",
                "--as-group=ops",
                "--as-group=system:masters",
                "--as-group=devs",
                "--as-group=ops");

    zoe.runWithInput(token("zoes", ""), "create", "-f", "-").expectSuccess();

    assertThat(owner("zoes")).isEqualTo("{\"groups\":[\"ops\",\"devs\"],\"username\":\"zoe\"}");
  }

  @Test
  void whoIsNamedStaysAsNamed() {
    apply("fewer", "owner: {username: alice, uid: %s}".formatted(callers.uid("alice")), "create");

    assertThat(owner("fewer"))
        .as("a token may carry fewer groups than its owner has")
        .isEqualTo("{\"uid\":\"%s\",\"username\":\"alice\"}".formatted(callers.uid("alice")));
  }

  private static void apply(String name, String spec, String... verb) {
    Kubectl alice = callers.alice().with(verb);
    alice.runWithInput(token(name, spec), "-f", "-").expectSuccess();
  }

  private static String alice() {
    return "{\"groups\":[\"devs\"],\"uid\":\"%s\",\"username\":\"alice\"}"
        .formatted(callers.uid("alice"));
  }

  private static String owner(String name) {
    return field(name, "{.spec.owner}");
  }

  private static String field(String name, String path) {
    return callers
        .clusterAdmin()
        .run("get", "apitoken", name, "-o", "jsonpath=" + path)
        .expectSuccess();
  }
}
