package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The watch of digest and delivery Secrets of one namespace. It keeps of each what the operator
 * decides by, and never a key: an owner who deletes the delivery Secret is noticed at once, and the
 * plaintext of the others does not stay in memory.
 */
final class TokenSecrets {

  private static final String SELECTOR =
      "%s in (%s,%s)".formatted(Labels.COMPONENT, Labels.DIGEST, Labels.KEY);

  /** A page of the first list; a list with a limit is read from etcd, not from an old cache. */
  static final long PAGE = 5000;

  private final String namespace;

  TokenSecrets(String namespace) {
    this.namespace = namespace;
  }

  InformerEventSource<Secret, ApiToken> eventSource(EventSourceContext<ApiToken> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, ApiToken.class)
            .withName("secrets-" + namespace)
            .withNamespaces(namespace)
            .withLabelSelector(SELECTOR)
            .withInformerListLimit(PAGE)
            .withItemStore(new TransformingItemStore<>(TokenSecrets::withoutKey))
            .withSecondaryToPrimaryMapper(TokenSecrets::tokenOf)
            .build(),
        context);
  }

  /** A copy without key, labels, annotations and managed fields: the original goes to listeners. */
  static Secret withoutKey(Secret secret) {
    Map<String, String> data =
        new HashMap<>(secret.getData() == null ? Map.of() : secret.getData());
    data.remove(KeySecrets.KEY);
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(secret.getMetadata().getNamespace())
        .withName(secret.getMetadata().getName())
        .withUid(secret.getMetadata().getUid())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .withCreationTimestamp(secret.getMetadata().getCreationTimestamp())
        .withOwnerReferences(secret.getMetadata().getOwnerReferences())
        .endMetadata()
        .withType(secret.getType())
        .withData(data)
        .build();
  }

  private static Set<ResourceID> tokenOf(Secret secret) {
    return DigestSecrets.tokenUid(secret).stream()
        .flatMap(
            uid ->
                secret.getMetadata().getOwnerReferences().stream()
                    .filter(r -> uid.equals(r.getUid())))
        .map(OwnerReference::getName)
        .map(name -> new ResourceID(name, secret.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }
}
