package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.policy.Behavior.Rate;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
import io.tidewatch.policy.Behavior.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviorTest {
  private static final Rules FREE =
      new Rules(0, Select.MAX, List.of(new Rate(Unit.PERCENT, 100, 15)));

  @Test
  void a_rate_counts_what_already_changed_within_its_period() {
    Behavior twoAMinute = down(Select.MAX, new Rate(Unit.PODS, 2, 60));

    assertEquals(8, twoAMinute.limit(1, RecentCounts.of(10)));
    assertEquals(8, twoAMinute.limit(1, RecentCounts.of(10, 9, 8)));
    assertEquals(6, twoAMinute.limit(1, RecentCounts.of(10, 8, 8, 8, 8)));
  }

  @Test
  void several_rates_allow_the_most_or_the_least() {
    Rate half = new Rate(Unit.PERCENT, 50, 15);
    Rate one = new Rate(Unit.PODS, 1, 15);

    assertEquals(5, down(Select.MAX, half, one).limit(0, RecentCounts.of(10)));
    assertEquals(9, down(Select.MIN, half, one).limit(0, RecentCounts.of(10)));
  }

  @Test
  void a_disabled_direction_never_moves() {
    assertEquals(10, down(Select.DISABLED).limit(0, RecentCounts.of(10)));
  }

  @Test
  void percentages_are_rounded_so_that_one_pod_can_grow() {
    Rules slow = new Rules(0, Select.MAX, List.of(new Rate(Unit.PERCENT, 10, 15)));

    assertEquals(2, new Behavior(slow, FREE).limit(9, RecentCounts.of(1)));
  }

  @Test
  void a_wish_within_the_rates_is_left_alone() {
    assertEquals(12, Behavior.defaults().limit(12, RecentCounts.of(10)));
    assertEquals(3, Behavior.defaults().limit(3, RecentCounts.of(10)));
    assertEquals(10, Behavior.defaults().limit(10, RecentCounts.of(10)));
  }

  @Test
  void impossible_rules_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Rate(Unit.PODS, 0, 15));
    assertThrows(IllegalArgumentException.class, () -> new Rules(0, Select.MAX, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Rules(-1, Select.DISABLED, List.of()));
  }

  private static Behavior down(Select select, Rate... rates) {
    return new Behavior(FREE, new Rules(300, select, List.of(rates)));
  }
}
