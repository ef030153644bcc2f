package io.tidewatch.spark.feedback;

import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.DecisionRecord.Replicas;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** A row of the table decisions. */
record DecisionRow(
    String controller,
    long epoch,
    long sequence,
    Instant ts,
    String workload,
    String mode,
    String action,
    Optional<Double> demand,
    Optional<Integer> readyReplicas,
    Optional<Integer> before,
    Optional<Integer> wanted,
    Optional<Integer> hpa,
    boolean trusted,
    String reasons,
    double savedPodHours,
    double regretPodHours,
    double savedDollars,
    Optional<String> model,
    Optional<String> version,
    Optional<String> alias,
    String policy,
    Optional<String> record,
    Instant knownAt,
    LocalDate day) {
  /**
   * The row of a decision.
   *
   * @param full the full record, if that is what was read
   */
  static DecisionRow of(DecisionRecord decision, Optional<String> full, Instant knownAt) {
    Optional<Prediction> said = decision.forecast();
    return new DecisionRow(
        decision.origin().controller(),
        decision.origin().epoch(),
        decision.sequence(),
        decision.at(),
        decision.workload().toString(),
        decision.mode().text(),
        decision.action().text(),
        decision.observed().demand().stream().boxed().findFirst(),
        decision.observed().readyReplicas().stream().boxed().findFirst(),
        decision.replicas().map(Replicas::before),
        decision.replicas().map(Replicas::wanted),
        decision.replicas().map(Replicas::hpa),
        decision.trusted(),
        String.join(" ", decision.reasons()),
        decision.worth().savedPodHours(),
        decision.worth().regretPodHours(),
        decision.worth().savedDollars(),
        said.map(its -> its.model().name()),
        said.map(its -> its.model().version()),
        said.map(its -> its.model().alias()),
        decision.policy(),
        full,
        knownAt,
        decision.at().atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
