package io.kriten.apitoken.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests of what the API server admits, on the shared cluster, in namespaces that neither operator
 * nor facade looks at: nobody notices them. They only need the chart's limits to stay as they are.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
@ThirdLane
@ResourceLock(value = InNamespacesOfItsOwn.LIMITS, mode = ResourceAccessMode.READ)
public @interface InNamespacesOfItsOwn {

  /** The lock of the chart's limits. */
  String LIMITS = "limits of tokens";
}
