package io.kriten.apitoken.e2e.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chart's admission policies, to be taken away, altered and put back. */
final class Policies {

  /** What the operator asks for, the seconds that timestamps lose, and one for the API server. */
  private static final Duration IN_FORCE_AFTER = Duration.ofSeconds(4);

  /** A kind and a name. */
  record Key(String kind, String name) {}

  static final String SECRETS = "apitoken-secrets.kriten.io";

  static final Key OWNER_BINDING =
      new Key("ValidatingAdmissionPolicyBinding", "apitoken-owner.kriten.io");
  static final Key OWNER = new Key("ValidatingAdmissionPolicy", "apitoken-owner.kriten.io");
  static final Key STAMP = new Key("MutatingAdmissionPolicy", "apitoken-owner.kriten.io");

  private final KubernetesClient admin;
  private final Map<Key, GenericKubernetesResource> originals;

  Policies(KubernetesClient admin) {
    this.admin = admin;
    this.originals = all().collect(Collectors.toMap(key -> key, key -> resource(key).get()));
  }

  /** All that the chart installs. */
  static Stream<Key> all() {
    return Stream.concat(
        keys("Mutating", "owner"),
        Stream.of("owner", "secrets", "limits").flatMap(name -> keys("Validating", name)));
  }

  private static Stream<Key> keys(String prefix, String name) {
    return Stream.of("AdmissionPolicy", "AdmissionPolicyBinding")
        .map(kind -> new Key(prefix + kind, "apitoken-" + name + ".kriten.io"));
  }

  void delete(Key key) {
    resource(key).delete();
  }

  /** Writes another spec. */
  void alter(Key key, UnaryOperator<Map<String, Object>> change) {
    resource(key)
        .edit(
            policy -> {
              policy.setAdditionalProperty("spec", change.apply(policy.get("spec")));
              return policy;
            });
  }

  /** Has a binding only write down what it would refuse. */
  void audit(Key binding) {
    alter(
        binding,
        spec -> {
          Map<String, Object> audit = new HashMap<>(spec);
          audit.put("validationActions", List.of("Audit"));
          return audit;
        });
  }

  /** Writes the original spec over an altered one. */
  void putBack(Key key) {
    alter(key, altered -> originals.get(key).get("spec"));
  }

  /**
   * Claims that a policy was last written at that time. The API server believes it of a write that
   * changes something and takes over no field, as one that removes an annotation.
   */
  void backdate(Key key, Instant time) {
    resource(key).edit(policy -> annotated(policy, Map.of("example.com/forged", "soon")));
    resource(key)
        .edit(
            policy -> {
              policy
                  .getMetadata()
                  .getManagedFields()
                  .forEach(entry -> entry.setTime(time.toString()));
              return annotated(policy, Map.of());
            });
  }

  private static GenericKubernetesResource annotated(
      GenericKubernetesResource policy, Map<String, String> annotations) {
    policy.getMetadata().setAnnotations(annotations);
    return policy;
  }

  /** Which state of a policy it is, as the operator remembers it: uid and generation. */
  String state(Key key) {
    ObjectMeta live = resource(key).get().getMetadata();
    return live.getUid() + " " + live.getGeneration();
  }

  /** When a policy was written, as far as its managedFields tell. */
  List<Instant> written(Key key) {
    return times(key).toList();
  }

  /** Creates anew what is absent or was ever altered. */
  void restore() {
    originals.forEach(
        (key, original) -> {
          GenericKubernetesResource live = resource(key).get();
          if (live != null && live.getMetadata().getGeneration() == 1) {
            return;
          }
          resource(key).delete();
          original.getMetadata().setResourceVersion(null);
          original.getMetadata().setUid(null);
          original.getMetadata().setManagedFields(List.of());
          admin.resource(original).create();
        });
  }

  /** Waits until tokens that are created now are covered. */
  void awaitInForce() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> youngest().plus(IN_FORCE_AFTER).isBefore(Instant.now()));
  }

  private Instant youngest() {
    return all().flatMap(this::times).max(Instant::compareTo).orElseThrow();
  }

  private Stream<Instant> times(Key key) {
    return resource(key).get().getMetadata().getManagedFields().stream()
        .map(ManagedFieldsEntry::getTime)
        .map(Instant::parse);
  }

  private Resource<GenericKubernetesResource> resource(Key key) {
    return admin
        .genericKubernetesResources("admissionregistration.k8s.io/v1", key.kind())
        .withName(key.name());
  }
}
