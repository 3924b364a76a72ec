package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import java.util.Map;
import java.util.Optional;

/** What is left of a key that no token has any more. */
final class Remains {

  private final ApiServer api;

  Remains(ApiServer api) {
    this.api = api;
  }

  /**
   * Deletes RoleBinding, Role, delivery Secret and digest Secret of a key, in this order.
   *
   * @throws ConcurrentChangeException when one of them changes meanwhile
   */
  void remove(String namespace, KeyName key) {
    delete(api.find(RoleBinding.class, namespace, key.delivery()), key);
    delete(api.find(Role.class, namespace, key.delivery()), key);
    delete(secret(namespace, key.delivery(), Labels.KEY_TYPE), key);
    delete(secret(namespace, key.digest(), Labels.DIGEST_TYPE), key);
  }

  private Optional<Secret> secret(String namespace, String name, String type) {
    return api.find(Secret.class, namespace, name).filter(found -> type.equals(found.getType()));
  }

  private void delete(Optional<? extends HasMetadata> found, KeyName key) {
    found
        .filter(object -> isOf(key, object))
        .ifPresent(
            object -> {
              if (!api.delete(object)) {
                throw new ConcurrentChangeException(object);
              }
            });
  }

  /** Made by us, and of that token or, since that was deleted without them, of none. */
  private static boolean isOf(KeyName key, HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null
        && labels.containsKey(Labels.COMPONENT)
        && DigestSecrets.tokenUid(object).map(key.tokenUid()::equals).orElse(true);
  }
}
