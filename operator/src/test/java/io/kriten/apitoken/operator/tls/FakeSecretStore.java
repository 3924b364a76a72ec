package io.kriten.apitoken.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Secrets in memory, with resource versions. */
final class FakeSecretStore implements SecretStore {

  private final Map<String, Secret> secrets = new HashMap<>();
  private Consumer<FakeSecretStore> beforeWrite = store -> {};
  private int writes;

  /** Lets something happen once, right before the next write arrives. */
  void beforeWrite(Consumer<FakeSecretStore> hook) {
    beforeWrite = hook;
  }

  int writes() {
    return writes;
  }

  Secret secret(String name) {
    return find(name).orElseThrow();
  }

  void remove(String name) {
    secrets.remove(name);
  }

  void put(Secret secret) {
    store(secret);
  }

  @Override
  public Optional<Secret> find(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  @Override
  public Optional<Secret> create(Secret secret) {
    meanwhile();
    return secrets.containsKey(secret.getMetadata().getName())
        ? Optional.empty()
        : Optional.of(store(secret));
  }

  @Override
  public Optional<Secret> replace(Secret secret) {
    meanwhile();
    Secret stored = secrets.get(secret.getMetadata().getName());
    return stored == null
            || !stored
                .getMetadata()
                .getResourceVersion()
                .equals(secret.getMetadata().getResourceVersion())
        ? Optional.empty()
        : Optional.of(store(secret));
  }

  private void meanwhile() {
    Consumer<FakeSecretStore> hook = beforeWrite;
    beforeWrite = store -> {};
    hook.accept(this);
  }

  private Secret store(Secret secret) {
    Secret stored =
        new SecretBuilder(secret)
            .editMetadata()
            .withResourceVersion(String.valueOf(++writes))
            .endMetadata()
            .build();
    secrets.put(stored.getMetadata().getName(), stored);
    return stored;
  }
}
