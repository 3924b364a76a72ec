package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.problem.Refusal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all lists together may take, each token from when it is read until the answer
 * that shows it is sent. Nobody can be kept from asking for everything, or from reading the answer
 * slowly; what has no room is refused with 503.
 */
public final class ListRoom {

  /** A token as it is shown, and its JSON, twice while that grows; some 900 B by its fields. */
  private static final long TOKEN_BYTES = 1024;

  /** In the token two bytes, in JSON, of which there are two copies, six when it is escaped. */
  private static final long CHARACTER_BYTES = 14;

  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param bytes for all lists; a quarter of the heap leaves the index its place
   */
  public ListRoom(long bytes) {
    this.bytes = bytes;
  }

  /** For one list; whoever opens it closes it. */
  public Share open() {
    return new Share();
  }

  /** What one list has taken. For one thread at a time. */
  public final class Share implements AutoCloseable {

    private long own;

    private Share() {}

    /**
     * Takes room for a token.
     *
     * @throws Refusal 503, when there is none
     */
    public void take(TokenView token) {
      long wanted =
          TOKEN_BYTES + CHARACTER_BYTES * (length(token.owner()) + length(token.description()));
      if (taken.addAndGet(wanted) > bytes) {
        taken.addAndGet(-wanted);
        throw Refusal.unavailable(
            "There are too many API tokens to answer with at once. Read them in pages, by GET"
                + " /api/v1/api_tokens/all?limit=1000, or try again later.");
      }
      own += wanted;
    }

    private static long length(String text) {
      return text == null ? 0 : text.length();
    }

    /** Gives it all back. */
    @Override
    public void close() {
      taken.addAndGet(-own);
      own = 0;
    }
  }
}
