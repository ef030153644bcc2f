package io.tidewatch.local.live;

import java.util.List;
import java.util.Optional;

/**
 * Tells a machine that cannot carry the run: a request holds its place for one second, so in most
 * minutes the p95 is little above that, unless pods and load fight for the processor.
 */
final class Doubt {
  private static final double CALM_MILLIS = 0.75 * LivePlan.SLO_MILLIS;

  private Doubt() {}

  /** The warning, if there is one. */
  static Optional<String> of(List<SideResult> sides) {
    double[] latencies =
        sides.stream()
            .flatMap(side -> side.steps().stream())
            .filter(step -> step.p95Millis().isPresent())
            .mapToDouble(step -> step.p95Millis().getAsDouble())
            .sorted()
            .toArray();
    if (latencies.length == 0 || latencies[latencies.length / 2] <= CALM_MILLIS) {
      return Optional.empty();
    }
    return Optional.of(
        ("Half of all minutes had a p95 above %.1f s, where a calm one has little above 1 s: this"
                + " machine was too busy for the run, so its figures say nothing about the HPA. End"
                + " what else runs, or give a lower --peak.")
            .formatted(latencies[latencies.length / 2] / 1e3));
  }
}
