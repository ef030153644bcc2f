package io.tidewatch.local.report;

import java.lang.management.ManagementFactory;

/** The machine in a few words. */
public final class Machine {
  private Machine() {}

  /** Cores, memory and JDK, such as "2 cores, 24 GiB, Java 17". */
  public static String describe() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores
        + (cores == 1 ? " core" : " cores")
        + memory()
        + ", Java "
        + Runtime.version().feature();
  }

  private static String memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return ", " + Math.round(system.getTotalMemorySize() / (double) (1L << 30)) + " GiB";
    }
    return "";
  }
}
