package io.tidewatch.operator.crd;

/** Why a condition is what it is; the spelling is stable, scripts and alerts may rely on it. */
public enum ConditionReason {
  DECIDING("Deciding", "it is decided about at every pass"),
  STARTING("Starting", "it has not been decided about yet"),
  INVALID_SPEC("InvalidSpec", "the spec cannot be read or a value is out of range"),
  INVALID_BOUNDS("InvalidBounds", "minReplicas is above maxReplicas, here or in an override"),
  UNKNOWN_TIME_ZONE("UnknownTimeZone", "schedule.zone is no IANA time zone"),
  UNKNOWN_METRIC("UnknownMetric", "the catalogue has no query of that name"),
  DUPLICATE_TARGET("DuplicateTarget", "an older PredictiveScaler has the same target"),
  FOUND("Found", "the target is there and can be scaled"),
  TARGET_NOT_FOUND("TargetNotFound", "there is no such target"),
  TARGET_NOT_SCALABLE("TargetNotScalable", "its kind has no /scale subresource"),
  TARGET_UNKNOWN("TargetUnknown", "the API server did not say whether the target is there"),
  MEASURED("Measured", "the demand query yields one value"),
  NO_VALUE("NoValue", "a query yields nothing for this workload"),
  SEVERAL_SERIES("SeveralSeries", "a query yields several series for this workload"),
  METRICS_DOWN("MetricsDown", "Prometheus cannot be asked, or not this"),
  EXPLICIT("Explicit", "the spec says what a pod carries"),
  LEARNED("Learned", "what a pod carries was learned from a week of Prometheus"),
  UNKNOWN_CAPACITY("UnknownCapacity", "what a pod carries is not known: no forecast takes part"),
  COVERED("Covered", "forecasts reach beyond the lead time"),
  LEAD_TOO_LONG("LeadTooLong", "pods take longer to start than forecasts reach"),
  FROZEN("Frozen", "a freeze is on: nothing is changed"),
  PAUSED("Paused", "the annotation tidewatch.io/paused is set: nothing is changed"),
  ROLLOUT_IN_PROGRESS(
      "RolloutInProgress", "a new version is being rolled out: no floor is set or renewed"),
  NOT_FROZEN("NotFrozen", "no freeze is on"),
  OBSERVING("Observing", "the mode in force changes nothing"),
  LIMITED(
      "Limited",
      "the controller's --mode or the switch tidewatch-switch allows less than the spec"),
  SLO_VIOLATED(
      "SloViolated",
      "the SLO was violated where the HPA alone would have had more pods: its target is back"),
  COOL_DOWN_OVER("CoolDownOver", "the target may be raised again"),
  NOTE_UNREADABLE(
      "NoteUnreadable",
      "what earlier leaders noted of roll-backs was edited and cannot be read: no target is raised"),
  BY_METRIC("ByMetric", "the user's HPA or ScaledObject reads tidewatch_desired_replicas");

  private final String code;
  private final String meaning;

  ConditionReason(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The stable spelling. */
  public String code() {
    return code;
  }

  /** What it means, for the reference. */
  public String meaning() {
    return meaning;
  }
}
