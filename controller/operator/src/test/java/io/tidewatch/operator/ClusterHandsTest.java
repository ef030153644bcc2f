package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.FloorView;
import io.tidewatch.operator.actuate.TestingClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterHandsTest {
  private static final Deed SET =
      new Deed(
          "FloorSet",
          "",
          Optional.of(new FloorView("d", 5, 2, false, Samples.T0.plusSeconds(600))),
          Optional.empty(),
          false);
  private static final Deed RESTORED =
      new Deed("Restored", "", Optional.empty(), Optional.empty(), false);

  private final TestingClock clock = new TestingClock(Samples.T0);
  private final List<Errand> run = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Deque<Deed> script = new ArrayDeque<>();
  private Mode mode = Mode.ACT;
  private boolean leads = true;
  private final ClusterHands hands =
      new ClusterHands(
          id -> Optional.of(OrdersTest.orders(mode, Orders.Way.HPA, false)),
          errand -> {
            run.add(errand);
            return script.remove();
          },
          () -> leads,
          (id, deed) -> told.add(id + " " + deed.code()),
          clock);

  private static Deed trouble(Optional<Duration> retryAfter) {
    return new Deed("ApiTrouble", "500", Optional.empty(), retryAfter, true);
  }

  @Test
  void trouble_is_left_alone_twice_as_long_each_time() {
    script.addAll(List.of(trouble(Optional.empty()), trouble(Optional.empty()), SET));
    assertTrue(hands.once(OrdersTest.trusted()));
    assertFalse(hands.once(OrdersTest.trusted()));
    clock.pass(Duration.ofSeconds(15));
    assertTrue(hands.once(OrdersTest.trusted()));
    clock.pass(Duration.ofSeconds(29));
    assertFalse(hands.once(OrdersTest.trusted()));
    clock.pass(Duration.ofSeconds(1));
    assertTrue(hands.once(OrdersTest.trusted()));
    assertEquals(3, run.size());
    assertEquals("shop/api FloorSet", told.get(2));
  }

  @Test
  void a_target_that_is_not_where_it_was_wanted_after_a_refusal_says_the_refusal() {
    Deed moved = deed("Moved");
    script.addAll(List.of(moved, trouble(Optional.empty()), moved, deed("Scaled"), moved));
    for (int i = 0; i < 5; i++) {
      hands.once(OrdersTest.trusted());
      clock.pass(Duration.ofSeconds(15));
    }
    assertEquals(
        List.of(
            "shop/api Moved",
            "shop/api ApiTrouble",
            "shop/api ApiTrouble",
            "shop/api Scaled",
            "shop/api Moved"),
        told);
  }

  @Test
  void a_refusal_of_long_ago_is_no_reason_any_more() {
    Deed moved = deed("Moved");
    script.addAll(List.of(trouble(Optional.empty()), moved, moved));
    hands.once(OrdersTest.trusted());
    clock.pass(Duration.ofMinutes(4));
    hands.once(OrdersTest.trusted());
    clock.pass(Duration.ofMinutes(1));
    hands.once(OrdersTest.trusted());
    assertEquals(List.of("shop/api ApiTrouble", "shop/api ApiTrouble", "shop/api Moved"), told);
  }

  private static Deed deed(String code) {
    return new Deed(code, "", Optional.empty(), Optional.empty(), false);
  }

  @Test
  void a_server_that_asks_for_rest_gets_it() {
    script.addAll(List.of(trouble(Optional.of(Duration.ofSeconds(60))), SET));
    hands.once(OrdersTest.trusted());
    clock.pass(Duration.ofSeconds(59));
    assertFalse(hands.once(OrdersTest.trusted()));
    clock.pass(Duration.ofSeconds(1));
    assertTrue(hands.once(OrdersTest.trusted()));
  }

  @Test
  void a_floor_of_ours_is_let_go_once_when_the_mode_says_so() {
    script.addAll(List.of(SET, RESTORED));
    hands.once(OrdersTest.trusted());
    mode = Mode.OBSERVE;
    assertTrue(hands.once(OrdersTest.trusted()));
    assertFalse(hands.once(OrdersTest.trusted()), "nothing stands any more: not even a look");
    assertEquals(2, run.size());
  }

  @Test
  void what_stands_of_a_workload_that_is_gone_is_let_go_once() {
    script.addAll(List.of(SET, RESTORED));
    hands.once(OrdersTest.trusted());
    assertTrue(hands.left(OrdersTest.trusted().workload()));
    assertFalse(hands.left(OrdersTest.trusted().workload()));
    assertEquals(2, run.size());
    assertEquals("shop/api Restored", told.get(1));
  }

  @Test
  void a_new_leader_looks_once_for_what_an_earlier_one_has_left() {
    script.addAll(List.of(trouble(Optional.empty()), RESTORED));
    leads = false;
    assertFalse(hands.once(OrdersTest.withoutForecast()), "others lead: not even a look");
    leads = true;
    assertTrue(hands.once(OrdersTest.withoutForecast()));
    clock.pass(Duration.ofSeconds(15));
    assertTrue(hands.once(OrdersTest.withoutForecast()), "trouble has told nothing");
    assertFalse(hands.once(OrdersTest.withoutForecast()), "nothing stands: known from here on");
    assertEquals(2, run.size());
  }

  @Test
  void who_may_not_write_does_not_look() {
    mode = Mode.OBSERVE;
    assertFalse(hands.once(OrdersTest.withoutForecast()));
    assertEquals(List.of(), run);
  }

  @Test
  void a_workload_without_orders_is_not_touched() {
    ClusterHands none =
        new ClusterHands(
            id -> Optional.empty(),
            errand -> script.remove(),
            () -> leads,
            (id, deed) -> {},
            clock);
    assertFalse(none.once(OrdersTest.trusted()));
  }
}
