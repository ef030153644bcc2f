package io.tidewatch.demo.load;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Shapes of load that need no recording: the share of the peak at each part of the run. */
public enum Profile {
  /** The peak all the time. */
  STEADY(part -> 1),
  /** From a tenth to the peak in a straight line. */
  RAMP(part -> 0.1 + 0.9 * part),
  /** Three tenths of the peak, and the peak itself in the middle fifth of the run. */
  SPIKE(part -> part >= 0.4 && part < 0.6 ? 1 : 0.3),
  /** One day: night at a fifth of the peak, noon at the peak. */
  DAY(part -> 0.2 + 0.8 * Math.pow(Math.sin(Math.PI * part), 2)),
  /** Five equal stairs up to the peak, which show at which of them a system is full. */
  STEP(part -> Math.min(5, Math.floor(part * 5) + 1) / 5);

  private final DoubleUnaryOperator share;

  Profile(DoubleUnaryOperator share) {
    this.share = share;
  }

  /** The shape over {@code seconds}, scaled to the peak in requests per second. */
  public Rate over(double seconds, double peak) {
    return new Shape(this, seconds, peak);
  }

  private record Shape(Profile profile, double seconds, double peak) implements Rate {
    @Override
    public double at(double second) {
      return peak * profile.share.applyAsDouble(Math.min(1, Math.max(0, second / seconds)));
    }

    @Override
    public String description() {
      return "profile " + profile.name().toLowerCase(Locale.ROOT);
    }
  }
}
