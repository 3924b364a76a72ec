package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object changed between being read and being written; the token is looked at again. */
final class ConcurrentChangeException extends RuntimeException {

  ConcurrentChangeException(HasMetadata object) {
    super(
        object.getKind()
            + " "
            + object.getMetadata().getNamespace()
            + "/"
            + object.getMetadata().getName()
            + " has just changed");
  }
}
