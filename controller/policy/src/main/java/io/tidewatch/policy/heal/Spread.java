package io.tidewatch.policy.heal;

/** Why it is not about one pod; the codes are stable. */
public enum Spread {
  SEVERAL_PODS("SeveralPods", "more pods are affected than one would expect of single failures"),
  ONE_NODE("OneNode", "all pods that are affected are on one node, and others elsewhere are well"),
  SOON_AGAIN("SoonAgain", "another pod is sick soon after one was replaced");

  private final String code;
  private final String text;

  Spread(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** As incidents spell it. */
  public String code() {
    return code;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
