package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Resource versions as numbers. Within one kind they may be compared: KEP-5504, and every
 * kube-apiserver on etcd before it.
 */
final class ResourceVersions {

  private ResourceVersions() {}

  static long of(HasMetadata object) {
    return parse(object.getMetadata().getResourceVersion());
  }

  static long parse(String resourceVersion) {
    return resourceVersion == null || resourceVersion.isEmpty()
        ? 0
        : Long.parseLong(resourceVersion);
  }
}
