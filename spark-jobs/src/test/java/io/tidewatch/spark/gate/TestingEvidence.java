package io.tidewatch.spark.gate;

import io.tidewatch.feature.DemandFeatures;
import java.util.ArrayList;
import java.util.List;

/** Evidence of one or several workloads with chosen numbers; all else is beyond reproach. */
record TestingEvidence(
    List<Double> wapes, double pinball, double coverage, Decided outcome, long bytes, int origins) {
  private static final double TRUTH = 10_000;

  /** Workloads named w0, w1, … with these errors. */
  static TestingEvidence of(double... wapes) {
    List<Double> errors = new ArrayList<>();
    for (double wape : wapes) {
      errors.add(wape);
    }
    return new TestingEvidence(errors, errors.get(0) / 2, 0.9, new Decided(100, 10, 150), 1, 100);
  }

  TestingEvidence pinball(double other) {
    return new TestingEvidence(wapes, other, coverage, outcome, bytes, origins);
  }

  TestingEvidence coverage(double other) {
    return new TestingEvidence(wapes, pinball, other, outcome, bytes, origins);
  }

  TestingEvidence outcome(double pods, double minutes, double priced) {
    return new TestingEvidence(
        wapes, pinball, coverage, new Decided(pods, minutes, priced), bytes, origins);
  }

  TestingEvidence bytes(long other) {
    return new TestingEvidence(wapes, pinball, coverage, outcome, other, origins);
  }

  TestingEvidence origins(int other) {
    return new TestingEvidence(wapes, pinball, coverage, outcome, bytes, other);
  }

  Evidence build() {
    List<WorkloadEvidence> workloads = new ArrayList<>();
    for (int i = 0; i < wapes.size(); i++) {
      workloads.add(new WorkloadEvidence("w" + i, tallies(wapes.get(i)), List.of(outcome)));
    }
    return new Evidence(workloads, bytes, 1);
  }

  private List<Tally> tallies(double wape) {
    return DemandFeatures.HORIZONS.stream()
        .map(
            horizon ->
                new Tally(
                    horizon,
                    origins,
                    TRUTH,
                    TRUTH * wape / 100,
                    TRUTH * 0.30,
                    TRUTH * 0.20,
                    TRUTH * pinball / 100,
                    (int) Math.round(coverage * origins),
                    10))
        .toList();
  }
}
