package io.kriten.apitoken.operator;

import io.kriten.apitoken.keys.Peppers;

/**
 * How the peppers stand.
 *
 * @param peppers the peppers; null when there are none to be had
 * @param problem why not, for people; null when there are some
 */
record PepperStanding(Peppers peppers, String problem) {

  static PepperStanding of(Peppers peppers) {
    return new PepperStanding(peppers, null);
  }

  static PepperStanding missing(String problem) {
    return new PepperStanding(null, problem);
  }

  boolean isMissing() {
    return peppers == null;
  }
}
