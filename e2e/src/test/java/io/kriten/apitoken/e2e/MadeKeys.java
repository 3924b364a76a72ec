package io.kriten.apitoken.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.keys.TokenKey;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every plaintext key that was made in this JVM, whichever test made it: {@code LeakScanTest} looks
 * for them in all that ran. Keys in delivery Secrets come by themselves, by {@link #watch} (what
 * tests plant there may be no key); keys that a response hands over are added by the HTTP helper.
 */
public final class MadeKeys {

  private static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

  private MadeKeys() {}

  /** Registers a key, and gives it back. */
  public static String add(String key) {
    KEYS.add(key);
    return key;
  }

  /** All keys so far. */
  public static Set<String> all() {
    return Set.copyOf(KEYS);
  }

  /** Registers the key of every delivery Secret, from now on until the client closes. */
  public static void watch(KubernetesClient clusterAdmin) {
    clusterAdmin
        .secrets()
        .inAnyNamespace()
        .withField("type", Labels.KEY_TYPE)
        .inform(new Deliveries());
  }

  private static final class Deliveries implements ResourceEventHandler<Secret> {
    @Override
    public void onAdd(Secret secret) {
      String key = secret.getData().get("key");
      if (key != null) {
        TokenKey.parse(new String(Base64.getDecoder().decode(key), US_ASCII))
            .ifPresent(made -> add(made.reveal()));
      }
    }

    @Override
    public void onUpdate(Secret old, Secret secret) {
      onAdd(secret);
    }

    @Override
    public void onDelete(Secret secret, boolean unknown) {}
  }
}
