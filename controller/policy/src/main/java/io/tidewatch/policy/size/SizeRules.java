package io.tidewatch.policy.size;

import java.util.Objects;

/**
 * When another size is worth a change, and within which bounds.
 *
 * @param least the least change of a request, as a share of what it is
 * @param cpu cores
 * @param memory bytes
 */
public record SizeRules(double least, Bounds cpu, Bounds memory) {
  private static final double USUAL_LEAST = 0.15;
  private static final double MIB = 1024 * 1024;

  public SizeRules {
    if (!(least > 0 && least < 1)) {
      throw new IllegalArgumentException("least must be between 0 and 1: " + least);
    }
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(memory, "memory");
  }

  /** Requests that no recommendation goes below or above. */
  public record Bounds(double min, double max) {
    public Bounds {
      if (!(min > 0 && min <= max)) {
        throw new IllegalArgumentException("needs 0 < min <= max: " + min + ", " + max);
      }
    }

    double within(double request) {
      return Math.min(max, Math.max(min, request));
    }
  }

  /** 15 %; not below 25 thousandths of a core and 64 MiB, unless said otherwise. */
  public static SizeRules usual() {
    double most = Double.POSITIVE_INFINITY;
    return new SizeRules(USUAL_LEAST, new Bounds(0.025, most), new Bounds(64 * MIB, most));
  }

  public SizeRules within(Bounds ofCpu, Bounds ofMemory) {
    return new SizeRules(least, ofCpu, ofMemory);
  }
}
