package io.tidewatch.spark.feedback;

import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.DecisionRecord.Replicas;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Lines of a controller that decides about two workloads once a minute, at steady demand. */
final class TestingDecisions {
  static final double DEMAND = 35;
  static final Origin CONTROLLER = new Origin("kqzwmbtd", 1_764_000_000);

  private TestingDecisions() {}

  /** The line of a sequence number: odd ones are about shop/web, even ones about shop/api. */
  static String line(Instant begin, long sequence) {
    return DecisionLine.write(decision(begin, sequence)).toString();
  }

  static String full(Instant begin, long sequence) {
    return DecisionLine.writeFull(decision(begin, sequence))
        .put("evidence", "all of it")
        .toString();
  }

  static Instant at(Instant begin, long sequence) {
    return begin.plusSeconds(60 * ((sequence - 1) / 2));
  }

  static DecisionRecord decision(Instant begin, long sequence) {
    boolean web = sequence % 2 == 1;
    Instant at = at(begin, sequence);
    return new DecisionRecord(
        CONTROLLER,
        sequence,
        at,
        WorkloadId.parse(web ? "shop/web" : "shop/api"),
        Mode.OBSERVE,
        Action.NO_ACTION,
        new Observed(OptionalDouble.of(DEMAND), OptionalInt.of(6)),
        Optional.of(new Replicas(4, 4, 6)),
        new Worth(1, 0, 0.04),
        true,
        List.of("Trusted", "Predicted"),
        web ? Optional.of(said("champion", "3", 1.1, at)) : Optional.empty(),
        web ? Optional.of(said("challenger", "4", 1.3, at)) : Optional.empty(),
        "1");
  }

  /** Points that are off by one factor; the interval of the champion alone holds the truth. */
  private static Prediction said(String alias, String version, double factor, Instant at) {
    List<ForecastPoint> points =
        Stream.of(5, 10, 15)
            .map(
                horizon ->
                    new ForecastPoint(
                        at.plusSeconds(60L * horizon),
                        horizon,
                        factor * DEMAND,
                        (factor - 0.2) * DEMAND,
                        (factor + 0.2) * DEMAND,
                        false))
            .toList();
    return new Prediction(new Forecast.ModelId("forecast", version, alias), at, points);
  }
}
