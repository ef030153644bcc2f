package io.tidewatch.policy;

import io.tidewatch.domain.HeldOutError;

/**
 * Keeps the score of a workload's forecasts against last value and seasonal naive; immutable.
 *
 * <p>Sums of absolute errors fade with a half-life of four hours of steps. The forecasts are
 * trusted while their error is below that of the better baseline and their 90 % interval covers at
 * least 80 %. Hysteresis: trust once given is lost only at 10 % above the baseline or below 70 %
 * coverage, so that noise at the border does not switch the policy back and forth.
 */
public record TrustGate(
    double error,
    double lastValueError,
    double seasonalError,
    double covered,
    double weight,
    boolean trusted) {
  private static final double FADE = Math.pow(0.5, 1.0 / 240);
  private static final double FULL_WEIGHT = 1 / (1 - FADE);
  private static final double LEAST_WEIGHT = 60;
  private static final double GIVE_RATIO = 1.0;
  private static final double TAKE_RATIO = 1.1;
  private static final double GIVE_COVERAGE = 0.80;
  private static final double TAKE_COVERAGE = 0.70;

  /** A gate that has seen nothing and trusts nothing. */
  public static TrustGate untried() {
    return new TrustGate(0, 0, 0, 0, 0, false);
  }

  /**
   * A gate that starts from how the model did on data after its training.
   *
   * @param meanDemand the workload's mean demand, which turns percentages into errors
   */
  public static TrustGate seeded(HeldOutError heldOut, double meanDemand) {
    double evidence = heldOut.wape() + heldOut.lastValueWape() + heldOut.seasonalNaiveWape();
    if (!Double.isFinite(evidence + heldOut.coverage90() + meanDemand)) {
      return untried();
    }
    double weight = Math.min(heldOut.origins(), FULL_WEIGHT);
    double scale = weight * meanDemand / 100;
    return new TrustGate(
            scale * heldOut.wape(),
            scale * heldOut.lastValueWape(),
            scale * heldOut.seasonalNaiveWape(),
            weight * heldOut.coverage90(),
            weight,
            false)
        .judged();
  }

  /** One forecast beside what came true and what the baselines had said, in demand units. */
  public record Scored(
      double truth,
      double expected,
      double lower,
      double upper,
      double lastValue,
      double seasonalNaive) {
    private boolean known() {
      return Double.isFinite(truth + expected + lower + upper + lastValue + seasonalNaive);
    }
  }

  /** The gate after one more scored forecast; one with an unknown value changes nothing. */
  public TrustGate scored(Scored one) {
    if (!one.known()) {
      return this;
    }
    double inside = one.lower() <= one.truth() && one.truth() <= one.upper() ? 1 : 0;
    return new TrustGate(
            FADE * error + Math.abs(one.truth() - one.expected()),
            FADE * lastValueError + Math.abs(one.truth() - one.lastValue()),
            FADE * seasonalError + Math.abs(one.truth() - one.seasonalNaive()),
            FADE * covered + inside,
            FADE * weight + 1,
            trusted)
        .judged();
  }

  /** The verdict of this moment. */
  public Trust verdict() {
    if (weight < LEAST_WEIGHT) {
      return new Trust(false, new Reason(ReasonCode.NO_HISTORY, Math.floor(weight)));
    }
    if (trusted) {
      return new Trust(true, new Reason(ReasonCode.TRUSTED, ratio()));
    }
    if (ratio() < GIVE_RATIO) {
      return new Trust(false, new Reason(ReasonCode.LOW_COVERAGE, 100 * covered / weight));
    }
    return new Trust(false, new Reason(ReasonCode.LOW_TRUST, ratio()));
  }

  private TrustGate judged() {
    double ratio = trusted ? TAKE_RATIO : GIVE_RATIO;
    double coverage = trusted ? TAKE_COVERAGE : GIVE_COVERAGE;
    boolean earned = weight >= LEAST_WEIGHT && ratio() < ratio && covered >= coverage * weight;
    return new TrustGate(error, lastValueError, seasonalError, covered, weight, earned);
  }

  /** Error in units of the better baseline's; 1 when both are exact. */
  private double ratio() {
    double best = Math.min(lastValueError, seasonalError);
    if (best <= 0) {
      return error > 0 ? Double.MAX_VALUE : 1;
    }
    return error / best;
  }
}
