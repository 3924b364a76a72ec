package io.kriten.apitoken.e2e.operator;

import io.kriten.apitoken.e2e.SecondLane;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests on the {@link OperatorCluster}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OperatorClusterExtension.class)
@SecondLane
@interface OnOperatorCluster {}
