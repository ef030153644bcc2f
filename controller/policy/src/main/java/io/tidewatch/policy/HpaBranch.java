package io.tidewatch.policy;

/** The ways that one sync of an HPA can take through its rules. */
public enum HpaBranch {
  /** The target has no replicas although one is the minimum: autoscaling rests. */
  SCALING_DISABLED,
  /** There are more replicas than the maximum: that is mended before any metric is asked. */
  ABOVE_MAX,
  /** There are fewer replicas than the minimum: likewise. */
  BELOW_MIN,

  /** A metric is CPU as a share of what was requested. */
  CPU_UTILIZATION,
  /** A metric is CPU in cores per pod. */
  CPU_AVERAGE,
  /** A metric is another resource as a share of what was requested. */
  OTHER_UTILIZATION,
  /** A metric is another resource per pod. */
  OTHER_AVERAGE,
  /** A metric is a Pods metric. */
  PODS_AVERAGE,

  /** The metrics API failed or knew no pod. */
  NO_READING,
  /** The selector finds no pod. */
  NO_PODS,
  /** No pod that counts has a reading. */
  NO_USABLE_READING,
  /** A share of a request was asked for, and some pod requests nothing. */
  NO_REQUEST,
  /** No metric is valid: the count stays and the sync is forgotten. */
  ALL_METRICS_INVALID,
  /** Some metric is invalid and the others ask for fewer: likewise. */
  FEWER_WITH_AN_INVALID_METRIC,
  /** Some metric is invalid and the others do not ask for fewer: they count. */
  NOT_FEWER_WITH_AN_INVALID_METRIC,
  /** The largest of several wishes counts. */
  LARGEST_OF_SEVERAL,

  /** A pod that is being deleted is left out. */
  POD_DELETED,
  /** A pod that has failed is left out. */
  POD_FAILED,
  /** A pod that is pending is not ready. */
  POD_PENDING,
  /** A pod has no reading. */
  POD_MISSING,
  /** CPU: a pod without a start time or a Ready condition is not ready. */
  CPU_NOT_STARTED,
  /** CPU: within the initialisation period, a pod whose condition says so is not ready. */
  CPU_INITIALISING_UNREADY,
  /** CPU: within it, a reading that began before the pod became ready does not count. */
  CPU_INITIALISING_EARLY_READING,
  /** CPU: within it, a whole reading of a ready pod counts. */
  CPU_INITIALISING_COUNTED,
  /** CPU: after it, a pod that has never been ready does not count. */
  CPU_NEVER_READY,
  /** CPU: after it, a pod that is unready but once was ready counts. */
  CPU_UNREADY_COUNTED,
  /** There is a reading of a pod that the selector does not find. */
  STRANGER_READING,

  /** Usage is near enough to the target. */
  WITHIN_TOLERANCE,
  /** Usage asks for more. */
  USAGE_UP,
  /** Usage asks for fewer. */
  USAGE_DOWN,
  /** Usage is high: pods without a reading count as idle. */
  MISSING_AS_IDLE,
  /** Usage is low: pods without a reading count as full. */
  MISSING_AS_FULL,
  /** Usage is exactly the target: pods without a reading are left out. */
  MISSING_LEFT_OUT,
  /** Usage is high: pods that are not ready count as idle. */
  UNREADY_AS_IDLE,
  /** With those pods usage is near enough to the target. */
  CAREFUL_WITHIN_TOLERANCE,
  /** With those pods usage would ask for the opposite: nothing changes. */
  CAREFUL_TURNED,
  /** With those pods the count would move the other way than usage: nothing changes. */
  CAREFUL_COUNT_TURNED,
  /** With those pods usage still asks for more. */
  CAREFUL_UP,
  /** With those pods usage still asks for fewer. */
  CAREFUL_DOWN,

  /** An earlier, lower recommendation holds the rise. */
  RISE_STABILISED,
  /** An earlier, higher recommendation holds the fall. */
  FALL_STABILISED,
  /** Without a behaviour an earlier recommendation even raises the count. */
  RAISED_BY_WINDOW,
  /** The rates allow only a part of the rise. */
  RISE_LIMITED,
  /** The rates allow only a part of the fall. */
  FALL_LIMITED,
  /** The rates allow no rise now. */
  RISE_SPENT,
  /** The rates allow no fall now. */
  FALL_SPENT,
  /** Without a behaviour the rise is limited to max(2×, 4). */
  RISE_LIMITED_BUILT_IN,
  /** The maximum limits the wish. */
  AT_MAX,
  /** The minimum limits the wish. */
  AT_MIN,

  /** Replicas are added. */
  SCALED_UP,
  /** Replicas are removed. */
  SCALED_DOWN,
  /** Nothing changes. */
  KEPT
}
