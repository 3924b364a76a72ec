package io.kriten.apitoken.bench.facade;

/** Where the constant answers are, and how long they are: as the facade's own, to the byte. */
public final class Answers {

  /** 204 with four identity headers. */
  public static final String ACCEPTED = "/yardstick/204";

  /** 401 with a body. */
  public static final String REFUSED = "/yardstick/401";

  /** 200 with a body, to a POST. */
  public static final String REVIEW = "/yardstick/review";

  /** Of the body of a 401. */
  public static final int REFUSED_LENGTH = 95;

  /** Of a TokenReview of a seeded token. */
  public static final int REVIEW_LENGTH = 299;

  private Answers() {}
}
