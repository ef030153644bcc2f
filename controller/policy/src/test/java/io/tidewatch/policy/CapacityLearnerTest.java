package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.CapacityLearner.Learned;
import io.tidewatch.policy.CapacityLearner.Point;
import io.tidewatch.policy.CapacityLearner.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CapacityLearnerTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final Terms CPU = new Terms(OptionalDouble.of(0.5), NONE, 0.6);

  /** Pods at 2 to 12 requests/s that cost 20 ms of CPU each, beside 50 ms for nothing. */
  private static List<Point> week(long seed, double broken) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int hour = 0; hour < 168; hour++) {
      double demand = 2 + 10 * random.nextDouble();
      double cpu = 0.05 + 0.02 * demand + 0.004 * random.nextGaussian();
      boolean odd = random.nextDouble() < broken;
      points.add(new Point(demand, OptionalDouble.of(odd ? 2 : cpu), NONE));
    }
    return points;
  }

  @Property(tries = 50)
  void by_cpu_it_is_the_count_that_the_hpa_would_ask_for(@ForAll @LongRange(min = 1) long seed) {
    Learned learned = CapacityLearner.learn(week(seed, 0.1), CPU).orElseThrow();
    // At 12.5 requests/s a pod uses 60 % of half a core.
    assertEquals(12.5 / 0.6, learned.perPod(), 1.5);
    assertTrue(learned.lower() <= learned.perPod() && learned.perPod() <= learned.upper());
    double demand = 300;
    double byHpa = demand * 0.02 / (0.6 * 0.5 - 0.05);
    assertEquals(byHpa, demand / (0.6 * learned.perPod()), 0.08 * byHpa);
  }

  @Test
  void nothing_is_believed_far_beyond_what_was_seen() {
    Terms roomy = new Terms(OptionalDouble.of(4), NONE, 0.6);
    Learned learned = CapacityLearner.learn(week(1, 0), roomy).orElseThrow();
    double largest = week(1, 0).stream().mapToDouble(Point::demand).max().orElseThrow();
    assertEquals(1.2 * largest, 0.6 * learned.perPod(), 1e-9);
  }

  @Test
  void a_day_a_constant_load_or_cpu_that_follows_nothing_say_too_little() {
    assertEquals(Optional.empty(), CapacityLearner.learn(week(1, 0).subList(0, 23), CPU));
    List<Point> constant =
        week(1, 0).stream()
            .map(each -> new Point(5 + 1e-3 * each.demand(), each.cpu(), NONE))
            .toList();
    assertEquals(Optional.empty(), CapacityLearner.learn(constant, CPU));
    Random random = new Random(7);
    List<Point> unrelated =
        week(1, 0).stream()
            .map(each -> new Point(each.demand(), OptionalDouble.of(random.nextDouble()), NONE))
            .toList();
    assertEquals(Optional.empty(), CapacityLearner.learn(unrelated, CPU));
    Terms tiny = new Terms(OptionalDouble.of(0.05), NONE, 0.6);
    assertEquals(Optional.empty(), CapacityLearner.learn(week(1, 0), tiny));
  }

  @Test
  void by_latency_it_is_where_the_objective_begins_to_be_missed() {
    Terms objective = new Terms(NONE, OptionalDouble.of(2), 0.6);
    Learned learned = CapacityLearner.learn(queueing(12), objective).orElseThrow();
    assertTrue(learned.perPod() > 8 && learned.perPod() < 10, learned.toString());
    assertTrue(learned.lower() <= learned.perPod() && learned.perPod() <= learned.upper());
    Learned calm = CapacityLearner.learn(queueing(6), objective).orElseThrow();
    assertEquals(6, calm.perPod(), 0.1);
    assertTrue(calm.origin().contains("never missed"), calm.origin());
    Terms impossible = new Terms(NONE, OptionalDouble.of(0.5), 0.6);
    assertEquals(Optional.empty(), CapacityLearner.learn(queueing(12), impossible));
  }

  @Test
  void of_both_the_smaller_counts_and_unknown_values_are_none() {
    List<Point> both = new ArrayList<>(queueing(12));
    both.addAll(week(3, 0));
    both.add(new Point(Double.NaN, OptionalDouble.of(1), NONE));
    Terms all = new Terms(OptionalDouble.of(0.5), OptionalDouble.of(2), 0.6);
    assertTrue(CapacityLearner.learn(both, all).orElseThrow().perPod() < 10);
  }

  /** A second each, and waiting beyond nine at a time. */
  private static List<Point> queueing(double most) {
    List<Point> points = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      double demand = most * i / 100;
      double latency = 1 + Math.max(0, demand - 9) * 3;
      points.add(new Point(demand, NONE, OptionalDouble.of(latency)));
    }
    return points;
  }
}
