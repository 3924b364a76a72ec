package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody makes a token larger than a list of all tokens can bear. */
@InNamespacesOfItsOwn
class TokenBoundsTest {

  private static final String LONG_DOMAIN = ("d".repeat(60) + ".").repeat(4) + "d";

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "token-bounds");
  }

  @Test
  void longAnnotations() {
    String token = annotated("x", "a".repeat(65_536));

    assertThat(callers.alice().runWithInput(token, "create", "-f", "-").expectFailure())
        .contains("metadata.annotations: longer than 64 Ki characters in all; shorten them");
  }

  /** # is a number. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "annotations: {L} | a#: b | 32 | metadata.annotations: more than 32",
        "labels: {L} | l#: a | 32 | metadata.labels: more than 32",
        "labels: {L} | LONG/l#: a | 16 | metadata: names of labels and annotations longer than 4 Ki characters",
        "finalizers: [L] | kriten.io/f# | 16 | metadata.finalizers: more than 16",
        "ownerReferences: [L] | {apiVersion: v1, kind: Node, name: node, uid: u#} | 16 | metadata.ownerReferences: more than 16",
      })
  void moreMetadata(String list, String entry, int most, String refusal) {
    assertThat(createWith(list, entry, most + 1).expectFailure()).contains(refusal);
    createWith(list, entry, most).expectSuccess();
  }

  private static Kubectl.Result createWith(String list, String entry, int count) {
    String entries =
        IntStream.range(0, count)
            .mapToObj(i -> entry.replace("#", Integer.toString(i)).replace("LONG", LONG_DOMAIN))
            .collect(Collectors.joining(", "));
    String token =
        token("metadata", "description: text")
            .replace("  name:", "  " + list.replace("L", entries) + "\n  name:");
    return callers.alice().runWithInput(token, "create", "--dry-run=server", "-f", "-");
  }

  @Test
  void moreFieldManagers() {
    String token = annotated("managed", "a".repeat(65_000));
    for (int i = 0; i < 16; i++) {
      applyAs("m" + i, token).expectSuccess();
    }

    assertThat(applyAs("m16", token).expectFailure())
        .contains("metadata.managedFields: more than 16 appliers");
    // Or an owner, or who has the owner's key, could fill a token up and keep all from disabling
    // it.
    patch(callers.alice(), "{\"spec\": {\"enabled\": false}}").expectSuccess();
    patch(
            callers.admin(),
            "{\"metadata\": {\"annotations\": {\"why\": \"%s\"}}, \"spec\": {\"enabled\": false}}"
                .formatted("a".repeat(1_000)))
        .expectSuccess();
    // And what is beyond may stay as it is.
    patch(callers.alice(), "{\"spec\": {\"description\": \"mine\"}}").expectSuccess();
  }

  private static Kubectl.Result applyAs(String manager, String token) {
    return callers
        .alice()
        .runWithInput(token, "apply", "--server-side", "--field-manager=" + manager, "-f", "-");
  }

  private static Kubectl.Result patch(Kubectl kubectl, String patch) {
    return kubectl.run("patch", "apitoken/managed", "--type=merge", "-p", patch);
  }

  private static String annotated(String name, String text) {
    return token(name, "description: text")
        .replace("  name:", "  annotations: {a: " + text + "}\n  name:");
  }

  @Test
  void longOwnerReferences() {
    String uid = "u".repeat(8_192);

    assertThat(
            createWith(
                    "ownerReferences: [L]",
                    "{apiVersion: v1, kind: Node, name: node, uid: %s}".formatted(uid),
                    1)
                .expectFailure())
        .contains("metadata.ownerReferences: more than 16, or longer than 8 Ki characters in all");
  }
}
