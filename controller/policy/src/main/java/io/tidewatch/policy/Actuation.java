package io.tidewatch.policy;

/** How a decision reaches the cluster, and so what it can do. */
public enum Actuation {
  /** No HPA: the count is set, up at once and down as far as the forecast agrees. */
  SCALE,
  /** An HPA owns the count: its minReplicas is raised. Buys safety, never savings. */
  FLOOR,
  /** As FLOOR, and the HPA's target is raised to the trusted target: that is where it saves. */
  FLOOR_AND_TARGET
}
