package io.tidewatch.operator;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.Timescale;
import io.tidewatch.policy.TrustGate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Scores the forecasts of one workload: each is kept until its target time and then compared with
 * what came true, the last value it could know and the value one day before.
 *
 * <p>A new model starts from its own held-out errors. Scored is one horizon, the shortest trained
 * one that covers the lead time.
 */
final class TrustBook {
  private static final int REMEMBERED_STEPS = 64;

  private final Timescale timescale;
  private final int leadSteps;
  private final TreeMap<Long, Double> truths = new TreeMap<>();
  private final TreeMap<Long, Pending> pending = new TreeMap<>();
  private String model = "";
  private TrustGate gate = TrustGate.untried();
  private int horizon;

  TrustBook(Timescale timescale, int leadSteps) {
    this.timescale = timescale;
    this.leadSteps = leadSteps;
  }

  /** A forecast whose time has not come, and the step of the newest value it saw. */
  private record Pending(ForecastPoint point, long origin) {}

  TrustGate gate() {
    return gate;
  }

  /** Takes what demand was at a step, and scores the forecast that was made for it. */
  void truth(long step, OptionalDouble demand, OptionalDouble yesterday) {
    pending.headMap(step).clear();
    truths.headMap(step - REMEMBERED_STEPS).clear();
    if (demand.isEmpty()) {
      return;
    }
    double truth = demand.getAsDouble();
    truths.put(step, truth);
    Pending due = pending.remove(step);
    if (due == null || !truths.containsKey(due.origin())) {
      return;
    }
    ForecastPoint said = due.point();
    double lastValue = truths.get(due.origin());
    gate =
        gate.scored(
            new TrustGate.Scored(
                truth,
                said.expected(),
                said.lower(),
                said.upper(),
                lastValue,
                yesterday.orElse(lastValue)));
  }

  /** Takes a new forecast with the held-out errors of its model. */
  void forecast(Forecast forecast, List<HeldOutError> heldOut, double usualDemand) {
    // An alias may move without a change of the model.
    String its = forecast.model().name() + "/" + forecast.model().version();
    if (!its.equals(model)) {
      model = its;
      pending.clear();
      restart(heldOut, usualDemand);
    }
    long origin = timescale.stepIndex(forecast.featureTime());
    forecast.points().stream()
        .filter(point -> point.horizon() == horizon)
        .forEach(point -> pending.put(timescale.stepIndex(point.at()), new Pending(point, origin)));
  }

  private void restart(List<HeldOutError> heldOut, double usualDemand) {
    Optional<HeldOutError> scored =
        heldOut.stream()
            .filter(error -> error.horizon() >= leadSteps)
            .min(Comparator.comparingInt(HeldOutError::horizon));
    horizon = scored.map(HeldOutError::horizon).orElse(leadSteps);
    gate = scored.map(error -> TrustGate.seeded(error, usualDemand)).orElse(TrustGate.untried());
  }
}
