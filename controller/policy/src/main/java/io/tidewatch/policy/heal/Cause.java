package io.tidewatch.policy.heal;

/** What a pod suffers from; the codes are stable, incidents are named by them. */
public enum Cause {
  /** Its memory grows towards its limit. */
  MEMORY("MemoryLeak"),
  /** The anomaly model finds it strange. */
  ANOMALY("AnomalousPod");

  private final String code;

  Cause(String code) {
    this.code = code;
  }

  /** As incidents and records spell it. */
  public String code() {
    return code;
  }
}
