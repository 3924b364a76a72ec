package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Whether somebody may do something, as the API server is asked. */
public record AccessQuestion(Caller caller, ResourceAccess access) {

  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  /** In bytes: some 10,000 questions of the usual length, and a twelfth of a pod's heap. */
  static final long MEMORY = 8 * 1024 * 1024;

  /** A question and its entry in a cache, without what differs from one to the other. */
  private static final int FIXED = 700;

  /** A reference to a group in a set; the groups themselves are the token's. */
  private static final int GROUP = 64;

  /** Remembers answers for ten seconds, and so many that they fit into 8 MiB. */
  public static Cache<AccessQuestion, Boolean> memory(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumWeight(MEMORY)
        .weigher((AccessQuestion question, Boolean answer) -> question.weight())
        .expireAfterWrite(REMEMBERED)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }

  /** About how many bytes it takes. */
  int weight() {
    return FIXED + GROUP * caller.groups().size() + access.length();
  }
}
