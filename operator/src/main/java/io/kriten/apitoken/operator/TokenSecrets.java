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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The watch of digest and delivery Secrets of one namespace. It keeps of each what the operator
 * decides by, and never a key: an owner who deletes the delivery Secret is noticed at once, and the
 * plaintext of the others does not stay in memory.
 */
final class TokenSecrets {

  private static final String SELECTOR =
      "%s in (%s,%s)".formatted(Labels.COMPONENT, Labels.DIGEST, Labels.KEY);

  /**
   * A page of the first list; a list with a limit is read from etcd, not from an old cache. Two
   * pages of 5,000 whole objects at once, one of each kind, took more heap than all that is kept.
   */
  private static final long PAGE = 1000;

  private static final Set<String> OURS = Set.of(Labels.DIGEST_TYPE, Labels.KEY_TYPE);

  private final String namespace;
  private volatile InformerEventSource<Secret, ApiToken> source;

  TokenSecrets(String namespace) {
    this.namespace = namespace;
  }

  InformerEventSource<Secret, ApiToken> eventSource(EventSourceContext<ApiToken> context) {
    source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Secret.class, ApiToken.class)
                .withName("secrets-" + namespace)
                .withNamespaces(namespace)
                .withLabelSelector(SELECTOR)
                .withInformerListLimit(PAGE)
                .withItemStore(new TransformingItemStore<>(TokenSecrets::withoutKey))
                .withSecondaryToPrimaryMapper(TokenSecrets::tokenOf)
                .build(),
            context);
    return source;
  }

  /** All that the watch knows; nothing before it runs. */
  Stream<Secret> all() {
    return source != null && source.isRunning() ? source.list() : Stream.empty();
  }

  /**
   * A copy of what decisions rest on; the original goes to listeners. Whoever may write Secrets can
   * label any as ours, so that nothing else of it is kept.
   */
  static Secret withoutKey(Secret secret) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(secret.getMetadata().getNamespace())
        .withName(secret.getMetadata().getName())
        .withUid(secret.getMetadata().getUid())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .withCreationTimestamp(secret.getMetadata().getCreationTimestamp())
        .withOwnerReferences(controller(secret))
        .endMetadata()
        .withType(secret.getType())
        .withData(record(secret))
        .build();
  }

  private static List<OwnerReference> controller(Secret secret) {
    return secret.getMetadata().getOwnerReferences().stream()
        .filter(r -> Boolean.TRUE.equals(r.getController()))
        .toList();
  }

  private static Map<String, String> record(Secret secret) {
    return DigestSecrets.readData("", 1, OURS.contains(secret.getType()) ? secret.getData() : null)
        .map(DigestSecrets::data)
        .orElse(Map.of());
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
