package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CostTest {
  @Test
  void a_cheap_hour_does_not_hide_the_regret_of_a_dear_one() {
    int[] ours = {2, 2, 6, 6};
    int[] hpa = {4, 4, 4, 5};

    Cost cost = Cost.compare(ours, hpa, 2);

    assertEquals(new Cost(8, 0.5, 1.5), cost);
    assertEquals(new Cost(0.8, 0.05, 0.15000000000000002), cost.inMoney(0.1));
  }

  @Test
  void within_an_hour_less_makes_up_for_more() {
    assertEquals(0, Cost.compare(new int[] {1, 7}, new int[] {4, 4}, 2).regret());
  }

  @Test
  void the_last_hour_may_be_short() {
    assertEquals(1, Cost.compare(new int[] {1, 1, 3}, new int[] {1, 1, 1}, 2).regret());
  }

  @Test
  void series_of_different_length_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> Cost.compare(new int[1], new int[2], 240));
  }
}
