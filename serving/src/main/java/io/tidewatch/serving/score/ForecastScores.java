package io.tidewatch.serving.score;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.policy.Trust;
import io.tidewatch.policy.TrustGate;
import io.tidewatch.serving.forecast.Present;
import io.tidewatch.serving.window.DemandWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores one workload's own forecasts as the truth arrives, and keeps its trust gate. A truth that
 * stays unknown scores nothing. Not safe for several threads.
 */
public final class ForecastScores {
  private final List<ScoredHorizon> horizons = new ArrayList<>();
  private final int lead;
  private TrustGate gate = TrustGate.untried();
  private Optional<ModelId> model = Optional.empty();
  private Optional<OnlineState> restored = Optional.empty();
  private final List<IntervalShift> shifts = new ArrayList<>();

  /**
   * Nothing scored yet.
   *
   * @param horizons the trained horizons, rising
   * @param leadSteps what decides about trust is the first horizon that covers this
   */
  public ForecastScores(List<Integer> horizons, int leadSteps) {
    horizons.forEach(horizon -> this.horizons.add(new ScoredHorizon(horizon)));
    horizons.forEach(horizon -> shifts.add(IntervalShift.NONE));
    int covering = 0;
    while (covering < horizons.size() - 1 && horizons.get(covering) < leadSteps) {
      covering++;
    }
    this.lead = covering;
  }

  /** The trained horizon that covers the lead time. */
  public int leadHorizon() {
    return horizons.get(lead).horizon();
  }

  /** Says which model forecasts; trust in a new one starts from its held-out errors. */
  public void forecastBy(ModelId next, List<HeldOutError> heldOut, double meanDemand) {
    if (model.filter(next::equals).isPresent()) {
      return;
    }
    model = Optional.of(next);
    List<IntervalShift> known =
        restored
            .filter(state -> state.model().equals(next))
            .filter(state -> state.shifts().size() == shifts.size())
            .map(OnlineState::shifts)
            .orElse(Collections.nCopies(shifts.size(), IntervalShift.NONE));
    Collections.copy(shifts, known);
    restored = Optional.empty();
    gate =
        heldOut.stream()
            .filter(error -> error.horizon() == leadHorizon())
            .findFirst()
            .map(error -> TrustGate.seeded(error, meanDemand))
            .orElse(TrustGate.untried());
  }

  /** Remembers a forecast made at a step; one made again for the same step replaces it. */
  public void made(long step, Forecast forecast, Present now) {
    for (int i = 0; i < horizons.size(); i++) {
      ScoredHorizon horizon = horizons.get(i);
      horizon.expect(
          step + horizon.horizon(),
          forecast.points().get(horizon.horizon() - 1),
          now.last(),
          now.dayBefore().get(i).orElse(now.last()));
    }
  }

  /** Scores every remembered forecast whose truth the window now holds. */
  public void settle(DemandWindow window) {
    for (int i = 0; i < horizons.size(); i++) {
      List<TrustGate.Scored> scored = horizons.get(i).settle(window);
      for (TrustGate.Scored one : scored) {
        shifts.set(i, shifts.get(i).scored(one.truth(), one.lower(), one.upper()));
        gate = i == lead ? gate.scored(one) : gate;
      }
    }
  }

  /** What a package holds for the workload, its intervals as they have been moved since. */
  public WorkloadModel corrected(WorkloadModel entry) {
    Map<Integer, WorkloadModel.Bounds> bounds = new HashMap<>();
    for (int i = 0; i < horizons.size(); i++) {
      int horizon = horizons.get(i).horizon();
      bounds.put(horizon, shifts.get(i).of(entry.conformal().get(horizon)));
    }
    return new WorkloadModel(entry.method(), bounds, entry.peak(), entry.heldOut());
  }

  /** How far the intervals have been moved, in the order of the horizons. */
  public List<IntervalShift> shifts() {
    return List.copyOf(shifts);
  }

  /** What a restart must not forget; empty before the first forecast. */
  public Optional<OnlineState> online() {
    return model.map(id -> new OnlineState(id, shifts));
  }

  /** Takes over what was learned before a restart, if the same model forecasts again. */
  public void restore(OnlineState state) {
    restored = Optional.of(state);
  }

  /** Whether the forecasts may be acted on. */
  public Trust trust() {
    return gate.verdict();
  }

  /** The horizons with at least one scored step. */
  public List<HorizonScore> scores() {
    List<HorizonScore> scores = new ArrayList<>(horizons.size());
    horizons.forEach(horizon -> horizon.score().ifPresent(scores::add));
    return scores;
  }
}
