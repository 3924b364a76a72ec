package io.kriten.apitoken.bench;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What a run is about, in lines for people. */
final class Progress {

  private Progress() {}

  static void tell(String line) {
    System.out.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + "  " + line);
  }
}
