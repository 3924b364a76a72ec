package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpressionTest {

  @Test
  void labelsThatAreSelectedOrGroupedBy() {
    assertThat(
            new Expression(
                    """
                    sum by (namespace, route) (rate(apitoken_a{status=~"5..",x!="y"}[5m])
                    or label_replace(rate(apitoken_b{status="503"}[5m]), "route", "/b", "", "")
                    or rate(apitoken_c[5m])) / max(apitoken_d)
                    """)
                .labels())
        .isEqualTo(
            Map.of(
                "apitoken_a", Set.of("namespace", "route", "status", "x"),
                "apitoken_b", Set.of("namespace", "status"),
                "apitoken_c", Set.of("namespace", "route"),
                "apitoken_d", Set.of()));
  }
}
