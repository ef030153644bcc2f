package io.tidewatch.policy.outcome;

/** Whether the users of a workload have been served as they may expect, by measurement. */
public enum Service {
  MET,
  VIOLATED,
  /** Too little is known: neither good nor bad. */
  UNKNOWN
}
