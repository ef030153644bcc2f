package io.tidewatch.policy.simulate;

/**
 * Replays demand under a policy, in steps of 15 s.
 *
 * <p>In every step pods that have started become ready, a violation is counted if demand is above
 * ready·c, then the policy decides. A pod created at step k is ready at k + startup/15; removal is
 * immediate and takes the youngest starting pods first. Starting pods are paid like ready ones.
 */
public final class Simulator {
  private static final double ROUNDING = 1e-9;
  private final double[] demand;
  private final double capacity;
  private final int startupSteps;

  /**
   * Prepares a replay.
   *
   * @param demand per step of 15 s
   * @param capacity demand that one ready pod really carries
   * @param startupSeconds from creation to ready, rounded up to steps
   */
  public Simulator(double[] demand, double capacity, int startupSeconds) {
    if (demand.length == 0 || !(capacity > 0) || startupSeconds < 0) {
      throw new IllegalArgumentException("needs demand, capacity > 0 and a start-up time >= 0");
    }
    this.demand = demand.clone();
    this.capacity = capacity;
    this.startupSteps = startupSteps(startupSeconds);
  }

  static int startupSteps(int seconds) {
    return (seconds + 14) / 15;
  }

  /** Whether {@code ready} pods are too few for {@code demand}. */
  static boolean violates(double demand, int ready, double capacity) {
    return demand > ready * capacity + ROUNDING;
  }

  /** Runs one policy over the whole demand. */
  public SimulationResult run(Policy policy) {
    Pods pods = new Pods(policy.start(demand[0]), demand.length, startupSteps);
    int[] ready = new int[demand.length];
    int[] all = new int[demand.length];
    int violations = 0;
    for (int k = 0; k < demand.length; k++) {
      pods.becomeReady(k);
      ready[k] = pods.ready;
      violations += violates(demand[k], pods.ready, capacity) ? 1 : 0;
      pods.scale(
          k, policy.decide(new StepView(k, pods.ready, pods.all(), demand[Math.max(0, k - 1)])));
      all[k] = pods.all();
    }
    double minutes = (double) violations / DemandTrace.STEPS_PER_MINUTE;
    return new SimulationResult(policy.name(), minutes, ready, all);
  }

  /** The pods of one replay. */
  private static final class Pods {
    private final int[] readyAt;
    private final int startupSteps;
    private int ready;
    private int starting;

    Pods(int ready, int steps, int startupSteps) {
      this.ready = ready;
      this.readyAt = new int[steps + startupSteps + 1];
      this.startupSteps = startupSteps;
    }

    int all() {
      return ready + starting;
    }

    void becomeReady(int step) {
      ready += readyAt[step];
      starting -= readyAt[step];
      readyAt[step] = 0;
    }

    void scale(int step, int wanted) {
      if (wanted < 0) {
        throw new IllegalArgumentException("a policy wants " + wanted + " pods");
      }
      if (wanted > all()) {
        int created = wanted - all();
        readyAt[step + startupSteps] += created;
        starting += created;
        if (startupSteps == 0) {
          becomeReady(step);
        }
        return;
      }
      remove(step, all() - wanted);
    }

    private void remove(int step, int surplus) {
      int left = surplus;
      for (int at = step + startupSteps; at > step && left > 0; at--) {
        int removed = Math.min(left, readyAt[at]);
        readyAt[at] -= removed;
        starting -= removed;
        left -= removed;
      }
      ready -= left;
    }
  }
}
