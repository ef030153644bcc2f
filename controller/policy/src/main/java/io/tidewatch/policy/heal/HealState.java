package io.tidewatch.policy.heal;

/** How one pod is. */
public enum HealState {
  /** Nothing bad was found for as long as it takes to be sure. */
  HEALTHY,
  /** Too little is known to say. */
  UNKNOWN,
  /** Something bad was found, not often enough. */
  WATCHED,
  /** Something bad was found often enough, and now. */
  SICK
}
