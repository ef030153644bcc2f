package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScalePlanTest {
  private static final TargetName WEB = new TargetName("shop", "apps/v1", "Deployment", "web");

  private static ScalePlan plan(int from, int wanted, int live) {
    return ScalePlan.of(new ScaleOrder(WEB, from, wanted, 2, 10), live);
  }

  private static ScaleReason rest(ScalePlan plan) {
    return assertInstanceOf(ScalePlan.Rest.class, plan).reason();
  }

  @Property
  void a_count_stays_within_its_bounds_and_goes_down_only_from_what_was_decided_about(
      @ForAll @IntRange(max = 20) int from,
      @ForAll @IntRange(max = 20) int wanted,
      @ForAll @IntRange(max = 20) int live) {
    if (plan(from, wanted, live) instanceof ScalePlan.Write write) {
      assertTrue(write.replicas() >= 2 && write.replicas() <= 10);
      assertTrue(write.replicas() > live || live == from);
    }
  }

  @Test
  void it_goes_up_from_wherever_it_is() {
    assertEquals(new ScalePlan.Write(6), plan(4, 6, 3));
    assertEquals(ScaleReason.MOVED, rest(plan(4, 6, 8)));
  }

  @Test
  void what_was_refused_before_is_written_again_although_the_decision_counts_on_it() {
    assertEquals(new ScalePlan.Write(6), plan(6, 6, 4));
    assertEquals(new ScalePlan.Write(5), plan(6, 5, 4));
  }

  @Test
  void it_goes_down_only_from_the_count_that_was_decided_about() {
    assertEquals(new ScalePlan.Write(4), plan(6, 4, 6));
    assertEquals(ScaleReason.MOVED, rest(plan(6, 4, 8)));
  }

  @Test
  void what_somebody_has_switched_off_stays_off() {
    assertEquals(ScaleReason.SWITCHED_OFF, rest(plan(4, 6, 0)));
  }
}
