package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.FloorOrder;
import io.tidewatch.operator.actuate.FloorWish;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetRaise;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final TargetName TARGET = new TargetName("shop", "apps/v1", "Deployment", "api");

  static Orders orders(Mode mode, Orders.Way way, boolean held) {
    return new Orders(
        mode,
        way,
        TARGET,
        Optional.empty(),
        "shop/api",
        "1",
        2,
        60,
        0.6,
        OptionalDouble.of(0.85),
        Duration.ofMinutes(10),
        Duration.ofDays(1),
        held,
        false,
        false);
  }

  private static Orders act() {
    return orders(Mode.ACT, Orders.Way.HPA, false);
  }

  /** A trusted forecast of 400 requests/s, which 45 pods would carry, at a demand of 50. */
  static Decided trusted() {
    return decided(ForecastAnswer.of(Samples.forecast(Samples.API, Samples.T0, 400), Samples.GOOD));
  }

  static Decided withoutForecast() {
    return decided(ForecastAnswer.missing(Why.servingDown("refused")));
  }

  private static Decided decided(ForecastAnswer answer) {
    return decided(answer, LearnedParameters.Offer.none("nothing was learned"));
  }

  private static Decided decided(ForecastAnswer answer, LearnedParameters.Offer offer) {
    WorkloadControl control = new WorkloadControl(Samples.rules(Samples.API));
    control.take(offer);
    Reading demand = Reading.of(50);
    long step = Samples.catalogue().timescale().stepIndex(Samples.T0);
    control.learn(new StepSight(step, demand, demand, answer, OptionalDouble.of(100)));
    return control.decide(Samples.T0, demand, Reading.of(9), Mode.OBSERVE);
  }

  private static FloorWish wish(Errand errand) {
    return assertInstanceOf(Errand.Floor.class, errand).wish();
  }

  private static FloorOrder order(Errand errand) {
    return assertInstanceOf(FloorWish.Hold.class, wish(errand)).order();
  }

  @Test
  void a_trusted_decision_becomes_a_floor_and_a_raised_target() {
    Decided decided = trusted();
    FloorOrder order = order(act().errand(decided, false));
    int floor = decided.evidence().orElseThrow().outcome().floor().orElseThrow();
    assertTrue(floor >= 40, "the forecast needs 40 pods: " + floor);
    assertEquals(floor, order.floor());
    assertEquals(0.85 / 0.6, order.raise().orElseThrow().factor().doubleValue(), 1e-9);
  }

  @Test
  void what_was_rolled_back_keeps_the_floor_and_leaves_the_users_target() {
    Decided decided = trusted();
    FloorOrder raised = order(act().errand(decided, true));
    FloorOrder back = order(act().withoutRaise().errand(decided, true));
    assertEquals(raised.floor(), back.floor());
    assertTrue(back.raise().isEmpty());
  }

  @Test
  void what_was_learned_raises_the_target_less_far() {
    assertEquals(0.725 / 0.6, raised(0.5).orElseThrow().factor().doubleValue(), 1e-9);
    assertEquals(0.85 / 0.6, raised(1).orElseThrow().factor().doubleValue(), 1e-9);
    assertEquals(Optional.empty(), raised(0), "the user's own target");
  }

  private static Optional<TargetRaise> raised(double share) {
    ForecastAnswer answer =
        ForecastAnswer.of(Samples.forecast(Samples.API, Samples.T0, 400), Samples.GOOD);
    LearnedParameters learned = new LearnedParameters(1, share, "workload", "3", "it was cheaper");
    Decided decided = decided(answer, LearnedParameters.Offer.of(learned));
    return order(act().errand(decided, false)).raise();
  }

  @Property(tries = 50)
  void a_roll_back_lowers_neither_a_floor_nor_a_count(
      @ForAll @IntRange(min = 20, max = 900) int peak, @ForAll Orders.Way way) {
    Decided decided =
        decided(ForecastAnswer.of(Samples.forecast(Samples.API, Samples.T0, peak), Samples.GOOD));
    Orders before = orders(Mode.ACT, way, false);
    Errand raised = before.errand(decided, true);
    Errand back = before.withoutRaise().errand(decided, true);
    if (way == Orders.Way.HPA && raised instanceof Errand.Floor floor) {
      if (floor.wish() instanceof FloorWish.Hold hold) {
        assertTrue(order(back).floor() >= hold.order().floor());
      }
      return;
    }
    assertEquals(raised, back, "nothing else hangs on the target");
  }

  @Test
  void a_canary_sets_one_pod_above_the_hpa_and_leaves_the_target_alone() {
    Decided decided = trusted();
    FloorOrder order = order(orders(Mode.CANARY, Orders.Way.HPA, false).errand(decided, false));
    assertEquals(decided.evidence().orElseThrow().outcome().hpa() + 1, order.floor());
    assertEquals(Optional.empty(), order.raise());
  }

  @Test
  void who_only_observes_looks_at_nothing() {
    for (Orders.Way way : Orders.Way.values()) {
      Errand errand = orders(Mode.OBSERVE, way, false).errand(trusted(), false);
      assertInstanceOf(Errand.Idle.class, errand, "" + way);
    }
  }

  @Test
  void a_recommendation_is_an_event_when_it_would_add_pods() {
    Orders recommend = orders(Mode.RECOMMEND, Orders.Way.HPA, false);
    Errand.Advise advice =
        assertInstanceOf(Errand.Advise.class, recommend.errand(trusted(), false));
    assertTrue(advice.text().startsWith("would have at least "), advice.text());
    Orders held = orders(Mode.RECOMMEND, Orders.Way.HPA, true);
    assertInstanceOf(Errand.Idle.class, held.errand(trusted(), false));
  }

  @Test
  void a_rollout_lets_what_stands_lapse_and_a_pause_of_scale_in_raises_no_target() {
    assertInstanceOf(FloorWish.Lapse.class, wish(act(true, false).errand(trusted(), true)));
    assertEquals(Optional.empty(), order(act(false, true).errand(trusted(), false)).raise());
  }

  private static Orders act(boolean rolling, boolean keepPods) {
    Orders all = act();
    return new Orders(
        all.mode(),
        all.way(),
        all.of(),
        all.hpa(),
        all.scaler(),
        all.terms(),
        all.min(),
        all.max(),
        all.target(),
        all.trustedTarget(),
        all.ttl(),
        all.truce(),
        false,
        rolling,
        keepPods);
  }

  @Test
  void a_standing_floor_is_let_go_when_the_mode_or_a_freeze_forbids_it() {
    Orders observe = orders(Mode.OBSERVE, Orders.Way.HPA, false);
    assertInstanceOf(FloorWish.Release.class, wish(observe.errand(trusted(), true)));
    Orders held = orders(Mode.ACT, Orders.Way.HPA, true);
    assertInstanceOf(FloorWish.Release.class, wish(held.errand(trusted(), true)));
    assertInstanceOf(Errand.Idle.class, held.errand(trusted(), false));
  }

  @Test
  void a_missing_forecast_renews_nothing_and_lowers_nothing() {
    assertInstanceOf(FloorWish.Lapse.class, wish(act().errand(withoutForecast(), true)));
    assertInstanceOf(Errand.Idle.class, act().errand(withoutForecast(), false));
  }

  @Test
  void an_unknown_count_renews_nothing_and_lowers_nothing() {
    WorkloadControl control = new WorkloadControl(Samples.rules(Samples.API));
    Reading unknown = Reading.unknown(Why.noValue("NaN"));
    Decided decided = control.decide(Samples.T0, unknown, unknown, Mode.OBSERVE);
    assertInstanceOf(FloorWish.Lapse.class, wish(act().errand(decided, true)));
  }

  @Test
  void a_metric_is_read_and_nothing_written() {
    Orders metric = orders(Mode.ACT, Orders.Way.METRIC, false);
    assertInstanceOf(Errand.Idle.class, metric.errand(trusted(), true));
  }

  @Test
  void without_an_hpa_the_count_itself_is_ordered() {
    Decided decided = trusted();
    Orders scale = orders(Mode.ACT, Orders.Way.SCALE, false);
    Errand.Scale errand = assertInstanceOf(Errand.Scale.class, scale.errand(decided, false));
    assertEquals(9, errand.order().from());
    assertEquals(decided.evidence().orElseThrow().outcome().wanted(), errand.order().wanted());
  }

  @Test
  void while_a_single_pod_has_a_second_one_for_its_restart_nothing_is_added_and_nothing_lowered() {
    Orders surging = act().whileRolling(true);
    assertInstanceOf(FloorWish.Lapse.class, wish(surging.errand(trusted(), true)));
    assertInstanceOf(Errand.Idle.class, surging.errand(trusted(), false));
    Orders scale = orders(Mode.ACT, Orders.Way.SCALE, false).whileRolling(true);
    assertInstanceOf(Errand.Idle.class, scale.errand(trusted(), true));
    assertEquals(act(), act().whileRolling(false));
  }

  @Test
  void a_new_leader_that_does_not_know_of_roll_backs_lets_stand_what_stands() {
    assertInstanceOf(FloorWish.Lapse.class, wish(act().asItStands().errand(trusted(), true)));
    Orders scale = orders(Mode.ACT, Orders.Way.SCALE, false);
    assertEquals(scale, scale.asItStands(), "it has no target that could be raised");
  }
}
