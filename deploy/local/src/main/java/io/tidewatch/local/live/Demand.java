package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.Trace;
import io.tidewatch.source.TraceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Demand of a live demo on each side.
 *
 * @param about a sentence on where it comes from
 * @param minutes requests/s at the beginning of each scored nominal minute and at the end
 * @param past requests/s of the nominal minutes before the warm-up
 * @param from the nominal time of the first scored minute
 */
record Demand(String about, double[] minutes, double[] past, Instant from) {
  // Any Monday morning: the times are nominal.
  private static final Instant ANCHOR = Instant.parse("2026-01-05T08:00:00Z");
  private static final int STEPS_PER_MINUTE = 4;
  private static final int DAY = 1_440;
  private static final int FEWEST_DAYS = 3;

  /** How many days are learned from. */
  static final int PAST_DAYS = 14;

  /** One without a past. */
  Demand(String about, double[] minutes) {
    this(about, minutes, new double[0], ANCHOR);
  }

  /** The demand that a plan asks for. */
  static Demand of(LivePlan plan) {
    return plan.trace().isEmpty() ? own(plan) : recorded(plan, TraceFile.read(plan.trace().get()));
  }

  private static Demand own(LivePlan plan) {
    int length = plan.steps() + 1;
    double[] shape = OwnDemand.shape(length, plan.seed());
    double[] past =
        plan.race().same()
            ? new double[0]
            : OwnDemand.past(PAST_DAYS, length, plan.warmUpSteps(), plan.seed());
    double scale = plan.peak() / most(shape);
    String about = "the demo's own demand: a steep ramp and a spike, seed " + plan.seed();
    return new Demand(about, scaled(shape, scale), scaled(past, scale), ANCHOR);
  }

  private static Demand recorded(LivePlan plan, Trace trace) {
    double[] values = trace.values();
    int length = plan.steps() + 1;
    int earliest = plan.race().same() ? 0 : FEWEST_DAYS * DAY + plan.warmUpSteps();
    if (values.length < earliest + length) {
      throw new UserException(
          "the trace is too short for the live demo",
          "it has " + values.length + " minutes, the run needs " + (earliest + length),
          "give a longer trace or fewer --minutes"
              + (plan.race().same() ? "" : ", or add --aa, which needs no past"));
    }
    double[] late = Arrays.copyOfRange(values, earliest, values.length);
    int from = earliest + Window.choose(late, length);
    double[] part = Arrays.copyOfRange(values, from, from + length);
    int until = Math.max(0, from - plan.warmUpSteps());
    int since = plan.race().same() ? until : Math.max(0, until - PAST_DAYS * DAY);
    double scale = plan.peak() / most(part);
    Instant begins = trace.first().plusSeconds(60L * from);
    String about =
        "recorded demand of %s from %s on, scaled to the peak".formatted(trace.name(), begins);
    double[] past = Arrays.copyOfRange(values, since, until);
    return new Demand(about, scaled(part, scale), scaled(past, scale), begins);
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double[] scaled(double[] values, double scale) {
    return Arrays.stream(values).map(value -> value * scale).toArray();
  }

  /** Every nominal 15 s, straight lines between the minutes. */
  double[] quarters() {
    double[] all = new double[STEPS_PER_MINUTE * (minutes.length - 1) + 1];
    for (int k = 0; k < all.length; k++) {
      int minute = k / STEPS_PER_MINUTE;
      double part = (double) (k % STEPS_PER_MINUTE) / STEPS_PER_MINUTE;
      double next = minutes[Math.min(minutes.length - 1, minute + 1)];
      all[k] = minutes[minute] + part * (next - minutes[minute]);
    }
    return all;
  }

  /** Writes it for the load generator, the first value repeated for the warm-up. */
  void write(Path file, int warmUp) {
    StringBuilder text = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < warmUp + minutes.length; i++) {
      Instant at = ANCHOR.plusSeconds(60L * i);
      double value = minutes[Math.max(0, i - warmUp)];
      text.append(String.format(Locale.ROOT, "%s,%.3f%n", at, value));
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
