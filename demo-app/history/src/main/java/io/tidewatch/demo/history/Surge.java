package io.tidewatch.demo.history;

/**
 * How extra traffic comes and goes: an S-shaped rise, a plateau, an exponential decay.
 *
 * @param rise minutes from nothing to the plateau
 * @param hold minutes on the plateau
 * @param decay minutes in which what is left falls to 1/e; 0 ends at once
 */
public record Surge(int rise, int hold, double decay) {
  /** Refuses negative durations. */
  public Surge {
    if (rise < 0 || hold < 0 || !(decay >= 0)) {
      throw new IllegalArgumentException("durations must not be negative");
    }
  }

  /** Minutes after which less than 1 % is left. */
  public int length() {
    return rise + hold + (int) Math.ceil(5 * decay);
  }

  /** The share of the full height, {@code elapsed} minutes after the onset. */
  public double at(long elapsed) {
    if (elapsed < 0 || elapsed >= length()) {
      return 0;
    }
    if (elapsed < rise) {
      double u = (elapsed + 1.0) / (rise + 1.0);
      return u * u * (3 - 2 * u);
    }
    if (elapsed <= rise + hold) {
      return 1;
    }
    return decay == 0 ? 1 : StrictMath.exp(-(elapsed - rise - hold) / decay);
  }
}
