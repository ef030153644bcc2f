package io.tidewatch.serving.score;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.policy.Trust;
import io.tidewatch.policy.TrustGate;
import io.tidewatch.serving.forecast.Present;
import io.tidewatch.serving.window.DemandWindow;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Nothing scored yet.
   *
   * @param horizons the trained horizons, rising
   * @param leadSteps what decides about trust is the first horizon that covers this
   */
  public ForecastScores(List<Integer> horizons, int leadSteps) {
    horizons.forEach(horizon -> this.horizons.add(new ScoredHorizon(horizon)));
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
      if (i == lead) {
        scored.forEach(one -> gate = gate.scored(one));
      }
    }
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
