package io.tidewatch.spark.feedback;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A row of the table evaluations. */
record EvaluationRow(
    String workload,
    String model,
    String version,
    String alias,
    int horizon,
    long scored,
    Optional<Double> accuracy,
    Optional<Double> wape,
    double pinball,
    double coverage,
    Instant knownAt,
    LocalDate day) {
  /** What is judged together: the predictions of one day for one workload, or for all (empty). */
  record Subject(
      String workload, String model, String version, String alias, int horizon, long epochDay)
      implements Serializable {
    Subject ofAll() {
      return new Subject("", model, version, alias, horizon, epochDay);
    }
  }

  static EvaluationRow of(Subject subject, ForecastTally tally, Instant knownAt) {
    return new EvaluationRow(
        subject.workload(),
        subject.model(),
        subject.version(),
        subject.alias(),
        subject.horizon(),
        tally.scored(),
        tally.accuracy().stream().boxed().findFirst(),
        tally.wape().stream().boxed().findFirst(),
        tally.meanPinball(),
        tally.coverage(),
        knownAt,
        LocalDate.ofEpochDay(subject.epochDay()));
  }
}
