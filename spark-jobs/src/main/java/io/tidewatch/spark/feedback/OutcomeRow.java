package io.tidewatch.spark.feedback;

import io.tidewatch.policy.simulate.HourOutcome;
import io.tidewatch.policy.simulate.HourOutcome.Violations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** A row of the table outcomes. */
record OutcomeRow(
    String workload,
    Instant ts,
    long decisions,
    double decidedMinutes,
    double judgedMinutes,
    double podHours,
    double hpaPodHours,
    double savedPodHours,
    double regretPodHours,
    double savedDollars,
    Optional<Double> violationMinutes,
    Optional<Double> hpaViolationMinutes,
    double pricedPodHours,
    String verdict,
    Instant knownAt,
    LocalDate day) {
  static OutcomeRow of(
      String workload,
      Instant begin,
      long decisions,
      HourOutcome outcome,
      double costPerPodHour,
      Instant now) {
    return new OutcomeRow(
        workload,
        begin,
        decisions,
        outcome.decidedMinutes(),
        outcome.judgedMinutes(),
        outcome.podHours(),
        outcome.hpaPodHours(),
        outcome.savedPodHours(),
        outcome.regretPodHours(),
        outcome.savedPodHours() * costPerPodHour,
        outcome.violations().map(Violations::ours),
        outcome.violations().map(Violations::hpa),
        outcome.pricedPodHours(),
        outcome.verdict().text(),
        now,
        begin.atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
