package io.tidewatch.serving.score;

import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.policy.TrustGate;
import io.tidewatch.serving.window.DemandWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The forecasts of one horizon that wait for their truth, and the last ones that met it. Plain
 * arrays, because thousands of workloads keep this for hours and garbage collection would copy it.
 */
final class ScoredHorizon {
  /** Scored steps that count. */
  static final int REMEMBERED = 60;

  /** So many steps after its time a truth may still arrive. */
  private static final int PATIENCE = 15;

  private static final int FIELDS = 5;

  private static final double TAIL = 0.05;

  private final int horizon;
  // A ring by target step; targets[i] is 0 where nothing waits.
  private final long[] targets;
  private final double[] waiting;
  private final double[] truths = new double[REMEMBERED];
  private final double[] errors = new double[REMEMBERED];
  private final double[] pinballs = new double[REMEMBERED];
  private final boolean[] covered = new boolean[REMEMBERED];
  private long scored;

  ScoredHorizon(int horizon) {
    this.horizon = horizon;
    this.targets = new long[horizon + PATIENCE + 1];
    this.waiting = new double[targets.length * FIELDS];
  }

  int horizon() {
    return horizon;
  }

  /** Remembers a forecast and what the baselines said then, until its truth is known. */
  void expect(long target, ForecastPoint point, double last, double dayBefore) {
    int slot = (int) Math.floorMod(target, (long) targets.length);
    targets[slot] = target;
    int at = slot * FIELDS;
    waiting[at] = point.expected();
    waiting[at + 1] = point.lower();
    waiting[at + 2] = point.upper();
    waiting[at + 3] = last;
    waiting[at + 4] = dayBefore;
  }

  /** Scores what can be scored, the oldest first. */
  List<TrustGate.Scored> settle(DemandWindow window) {
    List<TrustGate.Scored> done = new ArrayList<>(1);
    for (long target = window.head() - PATIENCE; target <= window.head(); target++) {
      int slot = (int) Math.floorMod(target, (long) targets.length);
      if (targets[slot] == target) {
        OptionalDouble truth = window.value(target);
        if (truth.isPresent()) {
          done.add(score(slot, truth.getAsDouble()));
          targets[slot] = 0;
        }
      }
    }
    return done;
  }

  /** The sums over what is remembered. */
  Optional<HorizonScore> score() {
    int steps = (int) Math.min(scored, REMEMBERED);
    if (steps == 0) {
      return Optional.empty();
    }
    double error = 0;
    double truth = 0;
    double pinball = 0;
    int inside = 0;
    for (int i = 0; i < steps; i++) {
      error += errors[i];
      truth += truths[i];
      pinball += pinballs[i];
      inside += covered[i] ? 1 : 0;
    }
    return Optional.of(new HorizonScore(horizon, error, truth, pinball, inside, steps));
  }

  private TrustGate.Scored score(int slot, double truth) {
    int at = slot * FIELDS;
    TrustGate.Scored one =
        new TrustGate.Scored(
            truth, waiting[at], waiting[at + 1], waiting[at + 2], waiting[at + 3], waiting[at + 4]);
    int place = (int) (scored++ % REMEMBERED);
    truths[place] = truth;
    errors[place] = Math.abs(truth - one.expected());
    pinballs[place] = pinball(TAIL, truth, one.lower()) + pinball(1 - TAIL, truth, one.upper());
    covered[place] = one.lower() <= truth && truth <= one.upper();
    return one;
  }

  /** The loss of a p-quantile forecast (Koenker and Bassett 1978). */
  private static double pinball(double p, double truth, double quantile) {
    return truth >= quantile ? p * (truth - quantile) : (1 - p) * (quantile - truth);
  }
}
