package io.tidewatch.local.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Round numbers along an axis.
 *
 * @param from the axis' lower end
 * @param to its upper end, a round number
 * @param step from one to the next
 */
record Ticks(double from, double to, double step) {
  private static final int ABOUT = 5;

  /** An axis that reaches a little beyond {@code max}. */
  static Ticks of(double from, double max) {
    double rough = (max - from) / ABOUT;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    return new Ticks(from, from + step * Math.ceil((max - from) / step + 0.02), step);
  }

  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; from + i * step <= to + step / 1_000; i++) {
      values.add(from + i * step);
    }
    return values;
  }

  /** Where a value lies: 0 at the lower end, 1 at the upper. */
  double share(double value) {
    return (value - from) / (to - from);
  }

  /** Whether a value lies on the axis. */
  boolean holds(double value) {
    return value >= from && value <= to;
  }

  /** Decimals that tell neighbours apart. */
  int digits() {
    return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  }
}
