package io.kriten.apitoken.api.tokens;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiTokenSpec;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NarrowingTest {

  private static final String EARLY = "2030-01-01T00:00:00Z";
  private static final String LATE = "2031-01-01T00:00:00Z";
  private static final Field<Boolean> ON = Field.of(true);
  private static final Field<Boolean> OFF = Field.of(false);
  private static final Field<Boolean> DEFAULT = Field.of(null);
  private static final Field<Boolean> SAME = Field.absent();

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(true, EARLY, OFF, Field.absent(), true),
        Arguments.of(true, EARLY, ON, Field.absent(), true),
        Arguments.of(true, EARLY, DEFAULT, Field.absent(), true),
        Arguments.of(null, null, ON, Field.absent(), true),
        Arguments.of(false, EARLY, OFF, Field.absent(), true),
        Arguments.of(false, EARLY, ON, Field.absent(), false),
        Arguments.of(false, EARLY, DEFAULT, Field.absent(), false),
        Arguments.of(false, EARLY, SAME, Field.absent(), true),
        Arguments.of(true, LATE, SAME, Field.of(EARLY), true),
        Arguments.of(true, LATE, SAME, Field.of(LATE), true),
        Arguments.of(true, EARLY, SAME, Field.of(LATE), false),
        Arguments.of(true, EARLY, SAME, Field.of(null), false),
        Arguments.of(true, null, SAME, Field.of(null), true),
        Arguments.of(true, null, SAME, Field.of(LATE), true),
        Arguments.of(false, LATE, ON, Field.of(EARLY), false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allowsOnlyWhatNarrows(
      Boolean enabled, String expires, Field<Boolean> on, Field<String> until, boolean allowed) {
    ApiTokenSpec spec = new ApiTokenSpec(null, null, enabled, expires, null, null);
    TokenChanges changes = new TokenChanges(Field.of("text"), on, until);
    if (allowed) {
      assertThatCode(() -> Narrowing.require(spec, changes)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Narrowing.require(spec, changes)).isInstanceOf(Refusal.class);
    }
  }
}
