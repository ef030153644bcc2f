package io.tidewatch.policy;

/** Why a decision is what it is; the sentence takes the reason's number. */
public enum ReasonCode {
  TRUSTED("Trusted", "recent forecasts beat both baselines (error ratio %s)"),
  NO_HISTORY("NoHistory", "too few scored forecasts to trust any (%s)"),
  LOW_TRUST("LowTrust", "recent forecasts do not beat the baselines (error ratio %s)"),
  LOW_COVERAGE("LowCoverage", "the 90 %% interval covered only %s %% of recent demand"),
  NO_FORECAST("NoForecast", "there is no forecast that is fresh enough"),
  STALE("Stale", "the newest data are %s s old"),
  UNKNOWN_DEMAND("UnknownDemand", "current demand is unknown: nothing is removed"),
  UNKNOWN_CAPACITY("UnknownCapacity", "the capacity of a pod is unknown: the count is kept"),
  HPA("Hpa", "the HPA's rule asks for %s"),
  REACTIVE("Reactive", "current demand at the trusted target asks for %s"),
  PREDICTED("Predicted", "the forecast peak over the lead time is worth %s"),
  FLOOR("Floor", "the floor under the HPA is %s"),
  HELD_BY_PEAK("HeldByPeak", "the peak of the next 5 steps may need %s"),
  HELD_BY_WINDOW("HeldByWindow", "demand has not asked for fewer for long enough: %s"),
  HELD_BY_BEHAVIOR("HeldByBehavior", "the behaviour allows to go down to %s now"),
  AT_MIN("AtMin", "minReplicas is %s"),
  AT_MAX("AtMax", "maxReplicas is %s");

  private final String code;
  private final String sentence;

  ReasonCode(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** The stable spelling for conditions, records and REST. */
  public String code() {
    return code;
  }

  String say(String number) {
    return sentence.formatted(number);
  }
}
