package io.tidewatch.operator.actuate;

/** Why a target has the count that it has; the codes are stable. */
public enum ScaleReason {
  /** The count was written. */
  SCALED("Scaled"),
  /** It has it already. */
  AS_WANTED("AsWanted"),
  /** The count is not the one that was decided about: the next decision sees the new one. */
  MOVED("Moved"),
  /** Somebody has switched the target off by scaling it to 0. */
  SWITCHED_OFF("SwitchedOff"),
  /** An HPA owns the count. */
  HPA_OWNS("HpaOwns"),
  /** There is no such target. */
  TARGET_NOT_FOUND("TargetNotFound"),
  /** Its kind has no {@code /scale}. */
  TARGET_NOT_SCALABLE("TargetNotScalable"),
  /** This process does not lead any more. */
  NOT_LEADER("NotLeader"),
  /** The API server refused, failed, or kept changing the object. */
  API_TROUBLE("ApiTrouble");

  private final String code;

  ScaleReason(String code) {
    this.code = code;
  }

  /** As conditions spell it. */
  public String code() {
    return code;
  }
}
