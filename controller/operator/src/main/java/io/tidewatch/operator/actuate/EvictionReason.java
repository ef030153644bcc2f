package io.tidewatch.operator.actuate;

/** What came of asking for a pod to be evicted; the codes are stable. */
public enum EvictionReason {
  /** It is on its way out. */
  EVICTED("Evicted", false),
  /** There is no such pod any more. */
  GONE("PodGone", false),
  /** A pod of that name is there, but another one: the one that was meant is gone. */
  ANOTHER_POD("AnotherPod", false),
  /** A disruption budget does not allow it now. */
  BUDGET("DisruptionBudget", true),
  /** More than one budget names this pod: Kubernetes cannot evict it at all. */
  SEVERAL_BUDGETS("SeveralDisruptionBudgets", false),
  /** This account may not. */
  FORBIDDEN("Forbidden", false),
  /** This process does not lead any more. */
  NOT_LEADER("NotLeader", false),
  /** The API server failed. */
  API_TROUBLE("ApiTrouble", true);

  private final String code;
  private final boolean later;

  EvictionReason(String code, boolean later) {
    this.code = code;
    this.later = later;
  }

  /** As conditions spell it. */
  public String code() {
    return code;
  }

  /** Whether another try may succeed. */
  boolean later() {
    return later;
  }

  /** Whether the pod that was meant will not be there for long. */
  boolean leaves() {
    return this == EVICTED || this == GONE || this == ANOTHER_POD;
  }

  static EvictionReason of(Answer answer) {
    if (answer.ok()) {
      return EVICTED;
    }
    return switch (answer.status()) {
      case 404 -> GONE;
      case 409 -> ANOTHER_POD;
      case 403 -> FORBIDDEN;
      case 429 -> BUDGET;
      // No reason and no cause: the words are all there is to tell it by.
      case 500 ->
          answer.text().contains("more than one PodDisruptionBudget")
              ? SEVERAL_BUDGETS
              : API_TROUBLE;
      default -> API_TROUBLE;
    };
  }
}
