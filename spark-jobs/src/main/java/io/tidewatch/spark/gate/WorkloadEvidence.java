package io.tidewatch.spark.gate;

import java.io.Serializable;
import java.util.List;

/**
 * How a version did on one workload.
 *
 * @param tallies one per horizon
 * @param decisions what it would have decided: one outcome, or none if it cannot be replayed
 */
public record WorkloadEvidence(String workload, List<Tally> tallies, List<Decided> decisions)
    implements Serializable {
  public WorkloadEvidence {
    tallies = List.copyOf(tallies);
    decisions = List.copyOf(decisions);
  }

  /** 100·Σ|y−ŷ| ÷ Σy over all horizons. */
  double wape() {
    return 100
        * tallies.stream().mapToDouble(Tally::absolute).sum()
        / tallies.stream().mapToDouble(Tally::truth).sum();
  }
}
