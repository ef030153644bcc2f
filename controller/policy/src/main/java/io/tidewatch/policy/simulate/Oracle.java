package io.tidewatch.policy.simulate;

import java.util.Arrays;

/**
 * The cheapest count without a single violation, with perfect foresight.
 *
 * <p>The pods can be bought level by level: the L-th pod is needed in the steps whose demand needs
 * at least L pods. In a gap of g steps between two such steps it is either kept (g paid steps) or
 * removed and started again in time (startup/15 paid steps), whichever is less; before its first
 * use it starts in time, if the replay is long enough by then. The first two pods are always there.
 * Each level is optimal by itself, so the sum is the exact minimum over all schedules that pay a
 * pod for the steps in which it is needed. (A replay counts pods after the decision of a step: a
 * policy that removes a pod in the very step that still needs it saves that one step.)
 */
public final class Oracle {
  public static final String NAME = "oracle";
  private static final double ROUNDING = 1e-9;

  private Oracle() {}

  /**
   * Solves one replay.
   *
   * @param demand per step of 15 s
   * @param capacity demand that one ready pod carries
   * @param startupSeconds from creation to ready
   * @param min pods that are always there
   */
  public static SimulationResult solve(
      double[] demand, double capacity, int startupSeconds, int min) {
    int[] need = Arrays.stream(demand).mapToInt(value -> need(value, capacity)).toArray();
    int[] ready = new int[demand.length];
    int[] all = new int[demand.length];
    Arrays.fill(ready, min);
    Arrays.fill(all, min);
    int startup = Simulator.startupSteps(startupSeconds);
    int most = Arrays.stream(need).max().orElse(0);
    for (int level = min + 1; level <= most; level++) {
      addLevel(level, need, startup, ready, all);
    }
    return new SimulationResult(NAME, 0, ready, all);
  }

  private static void addLevel(int level, int[] need, int startup, int[] ready, int[] all) {
    int previous = -1;
    for (int k = 0; k < need.length; k++) {
      if (need[k] < level) {
        continue;
      }
      boolean kept = previous >= 0 && k - previous - 1 <= startup;
      int from = kept ? previous + 1 : Math.max(previous + 1, k - startup);
      for (int i = from; i <= k; i++) {
        all[i]++;
        ready[i] += kept || i == k ? 1 : 0;
      }
      previous = k;
    }
  }

  /** The fewest ready pods that do not violate. */
  private static int need(double demand, double capacity) {
    int pods = Math.max(0, (int) Math.ceil((demand - ROUNDING) / capacity) - 1);
    while (Simulator.violates(demand, pods, capacity)) {
      pods++;
    }
    return pods;
  }
}
