package io.kriten.apitoken.bench.facade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of a process, from Linux. */
final class CpuTime {

  /** {@code sysconf(_SC_CLK_TCK)}: 100 on every Linux since 2.6, see proc(5). */
  private static final double TICKS_A_SECOND = 100;

  /** Fields 14 and 15 of proc(5); the second, which may hold blanks, is left out. */
  private static final int UTIME = 14 - 3;

  private CpuTime() {}

  /** utime and stime of that process, in seconds. */
  static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_A_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
