package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One pod carries 1. */
class SimulatorTest {
  @Test
  void a_pod_is_ready_after_its_start_up_time_and_paid_from_its_creation() {
    SimulationResult result = run(new double[] {1, 1, 1, 1, 1}, 30, 1, 3, 3, 3, 3, 3);

    assertArrayEquals(new int[] {1, 1, 3, 3, 3}, result.ready());
    assertArrayEquals(new int[] {3, 3, 3, 3, 3}, result.all());
    assertEquals(15 / 240.0, result.podHours());
  }

  @Test
  void removal_is_at_once_and_takes_starting_pods_first() {
    SimulationResult result = run(new double[] {1, 1, 1, 1, 1}, 30, 2, 4, 5, 3, 1, 1);

    assertArrayEquals(new int[] {2, 2, 4, 3, 1}, result.ready());
    assertArrayEquals(new int[] {4, 5, 3, 1, 1}, result.all());
  }

  @Test
  void a_violation_is_counted_before_the_decision_of_its_step() {
    SimulationResult result = run(new double[] {1, 2, 2, 2}, 0, 1, 1, 2, 2, 2);

    assertEquals(0.25, result.violationMinutes());
  }

  @Test
  void demand_at_exactly_what_the_pods_carry_is_no_violation() {
    assertEquals(0, run(new double[] {3, 3 + 1e-10}, 0, 3, 3, 3).violationMinutes());
    assertEquals(0.5, run(new double[] {3.1, 3.1}, 0, 3, 3, 3).violationMinutes());
  }

  @Test
  void a_policy_sees_nothing_later_than_the_step_before() {
    List<Double> seen = new ArrayList<>();
    List<Integer> minutes = new ArrayList<>();
    new Simulator(new double[] {1, 2, 3, 4, 5, 6}, 1, 15)
        .run(
            new Scripted(1, 1) {
              @Override
              public int decide(StepView view) {
                seen.add(view.demand());
                minutes.add(view.forecastMinute());
                return 1;
              }
            });

    assertEquals(List.of(1.0, 1.0, 2.0, 3.0, 4.0, 5.0), seen);
    assertEquals(List.of(0, 0, 0, 0, 0, 1), minutes);
  }

  @Test
  void demand_between_two_minutes_is_linear() {
    DemandTrace trace = new DemandTrace("t", new double[] {0, 0, 0, 0, 0, 0, 0, 4, 8, 4});

    assertArrayEquals(new double[] {4, 5, 6, 7, 8, 7, 6, 5, 4}, trace.steps());
  }

  @Test
  void unknown_demand_cannot_be_replayed() {
    double[] gap = new double[10];
    gap[4] = Double.NaN;

    assertThrows(IllegalArgumentException.class, () -> new DemandTrace("gap", gap));
  }

  private static SimulationResult run(double[] demand, int startup, int start, int... wanted) {
    return new Simulator(demand, 1, startup).run(new Scripted(start, wanted));
  }

  /** Wants what a list says, step by step. */
  static class Scripted implements Policy {
    private final int start;
    private final int[] wanted;

    Scripted(int start, int... wanted) {
      this.start = start;
      this.wanted = wanted;
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public int start(double demand) {
      return start;
    }

    @Override
    public int decide(StepView view) {
      return wanted[view.step()];
    }
  }
}
