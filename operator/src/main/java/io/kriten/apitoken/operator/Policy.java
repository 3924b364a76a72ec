package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * An admission policy or binding as this version carries it.
 *
 * @param kind its kind, in {@link #API_VERSION}
 * @param name its name
 * @param spec what the API server must hold
 */
record Policy(String kind, String name, PolicySpec spec) {

  /** Where admission policies live. */
  static final String API_VERSION = "admissionregistration.k8s.io/v1";

  private static final String MUTATING = "Mutating";

  static Policy of(GenericKubernetesResource object) {
    return new Policy(object.getKind(), object.getMetadata().getName(), PolicySpec.of(object));
  }

  /** Kubernetes serves these since 1.36; before, the manifest has to name its owner. */
  boolean isMutating() {
    return kind.startsWith(MUTATING);
  }

  String describe() {
    return kind + " " + name;
  }
}
