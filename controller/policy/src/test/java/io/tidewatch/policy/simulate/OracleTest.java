package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** One pod carries 1. */
class OracleTest {
  @Test
  void a_short_gap_is_kept_and_a_long_one_is_bridged_by_a_new_start() {
    double[] demand = {1, 3, 1, 3, 1, 1, 1, 1, 3};

    SimulationResult oracle = Oracle.solve(demand, 1, 30, 2);

    assertArrayEquals(new int[] {2, 3, 3, 3, 2, 2, 2, 2, 3}, oracle.ready());
    assertArrayEquals(new int[] {3, 3, 3, 3, 2, 2, 3, 3, 3}, oracle.all());
  }

  @Property(tries = 300)
  void every_level_by_itself_is_the_cheapest_of_all_schedules(
      @ForAll long seed, @ForAll @IntRange(max = 4) int startup) {
    Random random = new Random(seed);
    double[] demand = random.doubles(12, 0, 1).map(x -> x < 0.3 ? 1 : 0).toArray();

    int oracle = Arrays.stream(Oracle.solve(demand, 1, 15 * startup, 0).all()).sum();

    assertEquals(cheapestOfOnePod(demand, startup), oracle);
  }

  @Property(tries = 200)
  void no_policy_without_violations_is_cheaper(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int startup) {
    Random random = new Random(seed);
    double[] demand = new double[120];
    demand[0] = 5;
    for (int k = 1; k < demand.length; k++) {
      demand[k] = Math.max(0, demand[k - 1] + 2 * random.nextGaussian());
    }
    int ahead = startup + random.nextInt(3);
    int spare = random.nextInt(2);

    SimulationResult other =
        new Simulator(demand, 1, 15 * startup).run(foresight(demand, ahead, spare));

    assertEquals(0, other.violationMinutes());
    assertTrue(Oracle.solve(demand, 1, 15 * startup, 2).podHours() <= other.podHours());
  }

  private static Policy foresight(double[] demand, int ahead, int spare) {
    return new SimulatorTest.Scripted(need(demand, 0, ahead) + spare) {
      @Override
      public int decide(StepView view) {
        return need(demand, view.step(), view.step() + ahead) + spare;
      }
    };
  }

  private static int need(double[] demand, int from, int to) {
    int last = Math.min(demand.length - 1, to);
    return (int) Math.ceil(Math.max(2, Arrays.stream(demand, from, last + 1).max().orElseThrow()));
  }

  /**
   * Tries every on/off schedule: a pod serves from {@code startup} steps after it was switched on.
   */
  private static int cheapestOfOnePod(double[] demand, int startup) {
    int cheapest = Integer.MAX_VALUE;
    for (int schedule = 0; schedule < 1 << demand.length; schedule++) {
      if (serves(schedule, demand, startup)) {
        cheapest = Math.min(cheapest, Integer.bitCount(schedule));
      }
    }
    return cheapest;
  }

  private static boolean serves(int schedule, double[] demand, int startup) {
    int age = startup; // a pod that is there from the first step has started before
    for (int k = 0; k < demand.length; k++) {
      boolean on = (schedule >> k & 1) == 1;
      if (demand[k] > 0 && !(on && age >= startup)) {
        return false;
      }
      age = on ? age + 1 : 0;
    }
    return true;
  }
}
