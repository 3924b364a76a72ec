package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Labels;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** An API server in memory, with whole-second creation times, that fails where it is told. */
final class FakeApiServer implements ApiServer {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private record Key(Class<?> kind, String namespace, String name) {
    static Key of(HasMetadata object) {
      return new Key(
          object.getClass(), object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
  }

  private final Map<Key, HasMetadata> objects = new LinkedHashMap<>();
  private final Map<String, GenericKubernetesResource> policies = new LinkedHashMap<>();
  private final InstantSource clock;
  private long revision = 100;
  private boolean servesMutating = true;
  private boolean forbidden;
  private Faults faults = Faults.NONE;
  private Consumer<FakeApiServer> beforeStatus = server -> {};

  FakeApiServer(InstantSource clock) {
    this.clock = clock;
  }

  void failBy(Faults plan) {
    faults = plan;
  }

  /** Lets something happen right before a status arrives. */
  void beforeStatus(Consumer<FakeApiServer> hook) {
    beforeStatus = hook;
  }

  /** Stores an object as it is, past all rules. */
  <T extends HasMetadata> T put(T object) {
    T stored = SERIALIZATION.clone(object);
    stored.getMetadata().setResourceVersion(Long.toString(++revision));
    objects.put(Key.of(stored), stored);
    return SERIALIZATION.clone(stored);
  }

  void remove(Class<? extends HasMetadata> kind, String namespace, String name) {
    objects.remove(new Key(kind, namespace, name));
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.values().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .map(SERIALIZATION::clone)
        .toList();
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
    refuseWhenForbidden();
    return Optional.ofNullable(objects.get(new Key(kind, namespace, name)))
        .map(kind::cast)
        .map(SERIALIZATION::clone);
  }

  @Override
  public <T extends HasMetadata> Optional<T> create(T object) {
    return faults.around(
        () -> {
          if (objects.containsKey(Key.of(object))) {
            return Optional.empty();
          }
          T created = SERIALIZATION.clone(object);
          created.getMetadata().setUid(UUID.randomUUID().toString());
          created
              .getMetadata()
              .setCreationTimestamp(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
          return Optional.of(put(created));
        });
  }

  @Override
  public boolean replace(HasMetadata object) {
    return faults.around(
        () -> {
          HasMetadata stored = objects.get(Key.of(object));
          if (stored == null || !isSame(stored, object)) {
            return false;
          }
          put(object);
          return true;
        });
  }

  @Override
  public boolean delete(HasMetadata object) {
    return faults.around(
        () -> {
          HasMetadata stored = objects.get(Key.of(object));
          if (stored != null && !isSame(stored, object)) {
            return false;
          }
          objects.remove(Key.of(object));
          return true;
        });
  }

  @Override
  public Optional<ApiToken> writeStatus(ApiToken token, ApiTokenStatus status) {
    return faults.around(
        () -> {
          beforeStatus.accept(this);
          HasMetadata stored = objects.get(Key.of(token));
          if (stored == null || !isSame(stored, token)) {
            return Optional.empty();
          }
          ApiToken changed = SERIALIZATION.clone((ApiToken) stored);
          changed.setStatus(status);
          return Optional.of(put(changed));
        });
  }

  @Override
  public boolean holdsDigest(String namespace) {
    return all(Secret.class).stream()
        .filter(secret -> namespace.equals(secret.getMetadata().getNamespace()))
        .anyMatch(secret -> Labels.DIGEST_TYPE.equals(secret.getType()));
  }

  void putPolicy(GenericKubernetesResource policy) {
    policies.put(policy.getKind() + policy.getMetadata().getName(), policy);
  }

  void removePolicy(String kind, String name) {
    policies.remove(kind + name);
  }

  void forbidReading() {
    forbidden = true;
  }

  @Override
  public Optional<GenericKubernetesResource> findPolicy(String kind, String name) {
    refuseWhenForbidden();
    return Optional.ofNullable(policies.get(kind + name));
  }

  @Override
  public boolean serves(String apiVersion, String kind) {
    return servesMutating || !kind.startsWith("Mutating");
  }

  void serveNoMutatingPolicies() {
    servesMutating = false;
  }

  private void refuseWhenForbidden() {
    if (forbidden) {
      throw new KubernetesClientException("forbidden", HTTP_FORBIDDEN, null);
    }
  }

  private static boolean isSame(HasMetadata stored, HasMetadata given) {
    return stored
        .getMetadata()
        .getResourceVersion()
        .equals(given.getMetadata().getResourceVersion());
  }
}
