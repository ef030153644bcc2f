package io.tidewatch.operator.crd;

/** What a condition is about. */
public enum ConditionType {
  READY("Ready", "Whether the workload is decided about."),
  TARGET_FOUND("TargetFound", "Whether the target is there and can be scaled."),
  DEMAND_KNOWN("DemandKnown", "Whether the demand query yields one value now."),
  CAPACITY_KNOWN("CapacityKnown", "Whether it is known what a pod carries."),
  FORECAST_TRUSTED("ForecastTrusted", "Whether the forecast takes part in decisions."),
  LEAD_TIME_COVERED("LeadTimeCovered", "Whether forecasts reach beyond the lead time."),
  FROZEN("Frozen", "Whether a freeze or a pause forbids every change now."),
  ACTING("Acting", "Whether decisions reach the workload."),
  SIZED("Sized", "Whether requests and limits can be given the right size, where that is wanted."),
  ROLLED_BACK(
      "RolledBack",
      "Whether the trusted target was taken back because users suffered; absent where it never was.");

  private final String text;
  private final String meaning;

  ConditionType(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** As it stands in the status. */
  public String text() {
    return text;
  }

  /** What it is about, for the reference. */
  public String meaning() {
    return meaning;
  }
}
