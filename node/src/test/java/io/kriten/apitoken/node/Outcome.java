package io.kriten.apitoken.node;

import java.time.Duration;
import java.util.List;

/**
 * What became of a load.
 *
 * @param asked how many requests began
 * @param answered how many of them came to an end
 * @param retried how often one was asked again
 * @param slowest the longest that one of them took to its end, with all that was retried
 * @param failures what went wrong, one for each request that got no 200
 */
record Outcome(int asked, int answered, int retried, Duration slowest, List<String> failures) {}
