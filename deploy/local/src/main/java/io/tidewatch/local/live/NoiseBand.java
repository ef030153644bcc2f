package io.tidewatch.local.live;

import java.util.List;
import java.util.Optional;

/**
 * How far two sides of the same policy are apart: a difference inside it is no claim.
 *
 * @param violationMinutes |A − B|
 * @param podHours |A − B|, nominal
 * @param origin when it was measured
 */
record NoiseBand(double violationMinutes, double podHours, String origin) {
  /** That of an earlier run, since a race against each other has none of its own. */
  static final NoiseBand LAST_MEASURED =
      new NoiseBand(
          0,
          0.20,
          "not of this run: of one run of --aa on an idle machine, 24 minutes, seed 42"
              + " (docs/benchmarks.md)");

  private static final String THIS_RUN = "of this run";

  /** That of the first two sides of one policy, if there are two. */
  static Optional<NoiseBand> of(List<SideResult> sides) {
    for (int i = 0; i < sides.size(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        SideResult a = sides.get(i);
        SideResult b = sides.get(j);
        if (a.side().policy().equals(b.side().policy())) {
          return Optional.of(
              new NoiseBand(
                  Math.abs(a.violationMinutes() - b.violationMinutes()),
                  Math.abs(a.podHours() - b.podHours()),
                  THIS_RUN));
        }
      }
    }
    return Optional.empty();
  }

  boolean ofThisRun() {
    return origin.equals(THIS_RUN);
  }
}
