package io.tidewatch.local.live;

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
 */
record Demand(String about, double[] minutes) {
  // Any Monday morning: the times are nominal.
  private static final Instant ANCHOR = Instant.parse("2026-01-05T08:00:00Z");
  private static final int STEPS_PER_MINUTE = 4;

  /** The demand that a plan asks for. */
  static Demand of(LivePlan plan) {
    if (plan.trace().isEmpty()) {
      double[] shape = OwnDemand.shape(plan.steps() + 1, plan.seed());
      String about = "the demo's own demand: a steep ramp and a spike, seed " + plan.seed();
      return new Demand(about, scaled(shape, plan.peak()));
    }
    Trace trace = TraceFile.read(plan.trace().get());
    int from = Window.choose(trace.values(), plan.steps() + 1);
    double[] part = Arrays.copyOfRange(trace.values(), from, from + plan.steps() + 1);
    String about =
        "recorded demand of %s from %s on, scaled to the peak"
            .formatted(trace.name(), trace.first().plusSeconds(60L * from));
    return new Demand(about, scaled(part, plan.peak()));
  }

  private static double[] scaled(double[] values, double peak) {
    double most = Arrays.stream(values).max().orElseThrow();
    return Arrays.stream(values).map(value -> value / most * peak).toArray();
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
