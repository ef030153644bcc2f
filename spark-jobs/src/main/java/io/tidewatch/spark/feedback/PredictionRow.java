package io.tidewatch.spark.feedback;

import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.ForecastPoint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A row of the table predictions. */
record PredictionRow(
    String workload,
    String model,
    String version,
    String alias,
    Instant madeAt,
    int horizon,
    Instant targetTs,
    double point,
    double lower,
    double upper,
    Instant knownAt,
    LocalDate day) {
  /** What champion and challenger said when a decision was made. */
  static List<PredictionRow> of(DecisionRecord decision, Instant knownAt) {
    return Stream.of(decision.forecast(), decision.challenger())
        .flatMap(Optional::stream)
        .flatMap(said -> said.points().stream().map(point -> of(decision, said, point, knownAt)))
        .toList();
  }

  private static PredictionRow of(
      DecisionRecord decision, Prediction said, ForecastPoint point, Instant knownAt) {
    return new PredictionRow(
        decision.workload().toString(),
        said.model().name(),
        said.model().version(),
        said.model().alias(),
        said.madeAt(),
        point.horizon(),
        point.at(),
        point.expected(),
        point.lower(),
        point.upper(),
        knownAt,
        said.madeAt().atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
