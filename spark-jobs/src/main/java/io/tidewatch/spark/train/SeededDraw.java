package io.tidewatch.spark.train;

/**
 * Decides by a hash which rows are drawn, so that a draw depends neither on partitioning nor on
 * where a window begins. Never a stride: one that divides 60 would hide half of the clock's
 * minutes.
 */
final class SeededDraw {
  private SeededDraw() {}

  /** A number from 0 (inclusive) to 1 for a workload's step; a share is what lies below it. */
  static double of(long seed, String workload, long step) {
    long hash = mix(seed ^ mix(workload.hashCode() * 0x9E3779B97F4A7C15L + step));
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
