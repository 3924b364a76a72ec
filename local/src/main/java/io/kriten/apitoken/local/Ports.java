package io.kriten.apitoken.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. */
final class Ports {

  // Below the range from which Linux takes the local ports of outgoing connections (32768 on), so
  // that none of those can take a port between our look and its use.
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 32_768;
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * The port to listen on.
   *
   * @param wanted 1 to 65535, or 0 for any free one
   * @param setting the environment variable that chooses it, for the message
   * @throws LocalException when it is taken, or no port at all
   */
  static int choose(int wanted, String setting) {
    if (wanted < 0 || wanted > HIGHEST) {
      throw new LocalException(
          "%d is no port: set %s to 1 to %d, or to 0 (any free one)"
              .formatted(wanted, setting, HIGHEST));
    }
    if (wanted == 0) {
      return free();
    }
    if (!isFree(wanted)) {
      throw new LocalException(
          "port %d is taken: set %s=0 (any free one) or another".formatted(wanted, setting));
    }
    return wanted;
  }

  /** A port that nothing listens on. */
  static int free() {
    return ThreadLocalRandom.current()
        .ints(LOWEST, BEYOND)
        .filter(Ports::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
