package io.kriten.apitoken.local;

/** Why the local cluster cannot go on, and the mend, in one line for the person at the terminal. */
public final class LocalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LocalException(String message) {
    super(message);
  }

  public LocalException(String message, Throwable cause) {
    super(message, cause);
  }
}
