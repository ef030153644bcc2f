package io.tidewatch.operator.actuate;

/** Why a restart stands where it stands; the codes are stable. */
public enum RestartReason {
  UNDER_WAY("RestartUnderWay"),
  REPLACED("Replaced"),
  /** A single pod needs a second one first, and the maximum does not allow it. */
  NO_ROOM_FOR_SURGE("NoRoomForSurge"),
  /** A single pod needs a second one first, and nothing may be written that would make one. */
  NO_WAY_TO_SURGE("NoWayToSurge"),
  SURGE_NOT_READY("SurgeNotReady"),
  REPLACEMENT_NOT_READY("ReplacementNotReady"),
  BUDGET("DisruptionBudget"),
  SEVERAL_BUDGETS("SeveralDisruptionBudgets"),
  FORBIDDEN("Forbidden"),
  NOT_LEADER("NotLeader"),
  /** A freeze, a pause or a lower mode came in between. */
  FROZEN("Frozen"),
  API_TROUBLE("ApiTrouble");

  private final String code;

  RestartReason(String code) {
    this.code = code;
  }

  /** As conditions spell it. */
  public String code() {
    return code;
  }

  static RestartReason of(EvictionReason refusal) {
    return switch (refusal) {
      case EVICTED, GONE, ANOTHER_POD -> UNDER_WAY;
      case BUDGET -> BUDGET;
      case SEVERAL_BUDGETS -> SEVERAL_BUDGETS;
      case FORBIDDEN -> FORBIDDEN;
      case NOT_LEADER -> NOT_LEADER;
      case API_TROUBLE -> API_TROUBLE;
    };
  }
}
