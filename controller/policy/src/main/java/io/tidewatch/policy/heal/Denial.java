package io.tidewatch.policy.heal;

/** Why a sick pod is left as it is; the codes are stable. */
public enum Denial {
  OTHERS_NOT_READY("OthersNotReady", "another pod is not ready"),
  TOO_FEW_KNOWN("TooFewKnown", "of half of the pods nothing is known"),
  DAILY_BUDGET("DailyBudget", "as many pods as a day allows have been replaced"),
  CLUSTER_BUDGET("ClusterBudget", "the whole cluster's budget of the day is spent");

  private final String code;
  private final String text;

  Denial(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** As conditions and incidents spell it. */
  public String code() {
    return code;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
