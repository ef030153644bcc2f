package io.tidewatch.operator.actuate;

/** What came of a resize; the codes are stable. */
public enum ResizeReason {
  /** The new size is stored; the kubelet makes it real. */
  RESIZED("Resized"),
  AS_WANTED("AsWanted"),
  /** A pod without any request cannot be resized. */
  BEST_EFFORT("BestEffort"),
  CLASS_WOULD_CHANGE("QosClassWouldChange"),
  /** The node or the server cannot resize running pods: the template alone is left. */
  NOT_SUPPORTED("ResizeNotSupported"),
  /** More than the node has. */
  NODE_CAPACITY("NodeCapacity"),
  /** A LimitRange, a quota or missing rights. */
  FORBIDDEN("Forbidden"),
  /** Argo CD or Flux keeps the template as it is in a repository. */
  MANAGED_BY_GIT_OPS("ManagedByGitOps"),
  /** The template is not any more what was decided on. */
  CONFLICTING_OWNER("ConflictingOwner"),
  POD_GONE("PodGone"),
  NOT_LEADER("NotLeader"),
  API_TROUBLE("ApiTrouble");

  private final String code;

  ResizeReason(String code) {
    this.code = code;
  }

  /** As conditions spell it. */
  public String code() {
    return code;
  }

  /** Whether it may go better another time. */
  public boolean passing() {
    return this == API_TROUBLE || this == NOT_LEADER;
  }

  static ResizeReason of(Answer answer) {
    return switch (answer.status()) {
      case 403 -> answer.cause().equals("NodeCapacity") ? NODE_CAPACITY : FORBIDDEN;
      case 404 -> answer.body().at("/details/name").isTextual() ? POD_GONE : NOT_SUPPORTED;
      case 405 -> NOT_SUPPORTED;
      case 422 ->
          answer.text().contains("without support for resize") ? NOT_SUPPORTED : API_TROUBLE;
      default -> API_TROUBLE;
    };
  }
}
