package io.tidewatch.local.live;

import java.util.List;
import java.util.Optional;

/**
 * How far two sides of the same policy are apart: a difference inside it is no claim.
 *
 * @param violationMinutes |A − B|
 * @param podHours |A − B|, nominal
 */
record NoiseBand(double violationMinutes, double podHours) {
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
                  Math.abs(a.podHours() - b.podHours())));
        }
      }
    }
    return Optional.empty();
  }
}
