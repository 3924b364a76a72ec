package io.kriten.apitoken.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Kriten's documented page, replayed: each test is named by the sentence that it holds to. */
class DocumentedPageTest {

  private static final List<Class<?>> TESTS =
      List.of(PageRequestsTest.class, PageResponseTest.class, PageOperationsTest.class);

  @Test
  void everySentenceOfThePageHasItsTest() {
    List<String> tested =
        TESTS.stream()
            .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(DisplayName.class))
            .map(method -> method.getAnnotation(DisplayName.class).value())
            .toList();

    assertThat(tested).containsExactlyInAnyOrderElementsOf(Page.read().sentences());
  }
}
