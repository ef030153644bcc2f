package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.DecisionRecord.Replicas;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Shortens a decision to what fits a line: six digits, codes instead of sentences. */
final class Digest {
  /** Raised with every change of the rules that can change a decision. */
  static final String POLICY_VERSION = "1";

  private static final MathContext SIX_DIGITS = new MathContext(6);

  private Digest() {}

  static DecisionRecord of(Decided decided, Origin origin, long sequence) {
    Optional<Evidence> evidence = decided.evidence();
    return new DecisionRecord(
        origin,
        sequence,
        decided.at().truncatedTo(ChronoUnit.MILLIS),
        decided.workload(),
        decided.mode(),
        decided.action(),
        new Observed(rounded(decided.observed().demand()), decided.observed().readyReplicas()),
        evidence.map(Digest::replicas),
        new Worth(
            rounded(decided.worth().savedPodHours()),
            rounded(decided.worth().regretPodHours()),
            rounded(decided.worth().savedDollars())),
        evidence.map(all -> all.outcome().trusted()).orElse(false),
        codes(decided),
        evidence.flatMap(all -> all.inputs().forecast()).map(Digest::prediction),
        evidence.flatMap(Evidence::challenger).map(Digest::rounded),
        POLICY_VERSION);
  }

  private static Replicas replicas(Evidence evidence) {
    return new Replicas(
        evidence.inputs().all(), evidence.outcome().wanted(), evidence.hpa().wanted());
  }

  private static List<String> codes(Decided decided) {
    Stream<Why> decisive =
        decided.evidence().stream().flatMap(all -> all.outcome().reasons().stream());
    return Stream.concat(decided.notes().stream(), decisive).map(Why::code).distinct().toList();
  }

  // Interpolated points follow from the others.
  static Prediction prediction(Forecast forecast) {
    List<ForecastPoint> trained =
        forecast.points().stream()
            .filter(point -> !point.interpolated())
            .limit(3)
            .map(Digest::rounded)
            .toList();
    return new Prediction(forecast.model(), forecast.featureTime(), trained);
  }

  private static Prediction rounded(Prediction said) {
    return new Prediction(
        said.model(), said.madeAt(), said.points().stream().map(Digest::rounded).toList());
  }

  private static ForecastPoint rounded(ForecastPoint point) {
    return new ForecastPoint(
        point.at(),
        point.horizon(),
        rounded(point.expected()),
        rounded(point.lower()),
        rounded(point.upper()),
        false);
  }

  private static OptionalDouble rounded(OptionalDouble value) {
    return value.isPresent() ? OptionalDouble.of(rounded(value.getAsDouble())) : value;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
  }
}
