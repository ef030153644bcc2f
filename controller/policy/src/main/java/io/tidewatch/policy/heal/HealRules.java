package io.tidewatch.policy.heal;

import io.tidewatch.domain.Timescale;

/**
 * How sure one must be, and how much may be done.
 *
 * @param k this many of the last {@code n} known findings must be bad
 * @param youngest steps that a pod must have lived: younger ones warm up, and a restart of a pod
 *     that has just been started cures nothing
 * @param horizon failures further away than so many steps are left to wait
 * @param coolDown steps after a restart; another sick pod within them is systemic
 * @param mostPerDay restarts of one workload within a day
 * @param clusterPerDay restarts of the whole cluster within a day
 */
public record HealRules(
    int k, int n, int youngest, int horizon, int coolDown, int mostPerDay, int clusterPerDay) {
  public HealRules {
    if (k < 1 || n < k) {
      throw new IllegalArgumentException("k of n: " + k + " of " + n);
    }
    if (youngest < 0 || horizon < 0 || coolDown < 0 || mostPerDay < 0 || clusterPerDay < 0) {
      throw new IllegalArgumentException("steps and budgets are not negative");
    }
  }

  /** The usual caution: 3 of 5 findings, pods of 30 steps, failures within an hour of steps. */
  public static HealRules of(int coolDown, int mostPerDay, int clusterPerDay) {
    return new HealRules(3, 5, 30, 60, coolDown, mostPerDay, clusterPerDay);
  }

  /** Not more than so many restarts of one workload a day. */
  public HealRules atMostPerDay(int most) {
    return new HealRules(
        k, n, youngest, horizon, coolDown, Math.min(most, mostPerDay), clusterPerDay);
  }

  /** How long a finding counts without being followed by another: what is old is not known. */
  int memory() {
    return 3 * n;
  }

  /** How many pods may be sick before it is not about a pod: a tenth, but one in any case. */
  static int mostSick(int pods) {
    return Math.max(1, pods / 10);
  }

  static int day() {
    return Timescale.STEPS_PER_DAY;
  }
}
