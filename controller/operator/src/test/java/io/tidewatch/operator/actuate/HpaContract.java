package io.tidewatch.operator.actuate;

import static io.tidewatch.operator.actuate.FloorStage.floor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a floor does to an HPA and its user, in memory and on a real API server. */
abstract class HpaContract {
  /** A stage with an HPA that does not exist before its user applies it. */
  abstract FloorStage stage(String name);

  private FloorStage applied(String name) {
    FloorStage stage = stage(name);
    assertTrue(stage.user.applies(2, 10, 60));
    return stage;
  }

  private FloorStage appliedOnTheServer(String name) {
    FloorStage stage = stage(name);
    assertTrue(stage.user.appliesServerSide(2, 10, 60));
    return stage;
  }

  @Test
  void a_floor_is_taken_over_and_given_back_with_the_users_values() {
    FloorStage stage = applied("over");
    FloorResult set = stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertEquals(FloorReason.FLOOR_SET, set.reason(), set.text());
    assertEquals(5, stage.min());
    assertEquals(75, stage.target());
    assertEquals(2, set.mark().orElseThrow().original());

    FloorResult back = stage.pursue(new FloorWish.Release(false));
    assertEquals(FloorReason.RESTORED, back.reason(), back.text());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
    assertFalse(stage.bearsOurName(), () -> stage.live().toString());
  }

  @Test
  void a_changed_manifest_applies_after_a_floor() {
    FloorStage stage = applied("client");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    stage.pursue(new FloorWish.Release(false));
    assertTrue(stage.user.applies(3, 12, 55));
    assertEquals(3, stage.min());
    assertEquals(55, stage.target());
  }

  @Test
  void a_changed_manifest_applies_on_the_server_without_force_after_a_floor() {
    FloorStage stage = applied("mixed");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    stage.pursue(new FloorWish.Release(false));
    assertTrue(stage.user.appliesServerSide(3, 12, 55));
    assertEquals(3, stage.min());
    assertEquals(55, stage.target());
  }

  @Test
  void a_server_side_applier_gets_his_fields_back() {
    FloorStage stage = appliedOnTheServer("server");
    JsonNode before = stage.live().at("/metadata/managedFields/0/fieldsV1/f:spec");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertFalse(stage.user.appliesServerSide(2, 10, 61), "while the floor stands he is told");
    stage.pursue(new FloorWish.Release(false));
    assertEquals(before, stage.live().at("/metadata/managedFields/0/fieldsV1/f:spec"));
    assertTrue(stage.user.appliesServerSide(3, 12, 55));
    assertEquals(3, stage.min());
    assertEquals(55, stage.target());
  }

  @Test
  void the_same_wish_again_writes_nothing() {
    FloorStage stage = applied("same");
    stage.pursue(floor(5));
    String version = stage.version();
    assertEquals(FloorReason.FLOOR_KEPT, stage.pursue(floor(5)).reason());
    stage.clock.pass(Duration.ofMinutes(4));
    assertEquals(FloorReason.FLOOR_KEPT, stage.pursue(floor(5)).reason());
    assertEquals(version, stage.version());
    stage.clock.pass(Duration.ofMinutes(2));
    assertEquals(FloorReason.FLOOR_SET, stage.pursue(floor(5)).reason(), "half is over: renewed");
  }

  @Test
  void a_target_is_lowered_again_while_the_floor_stays() {
    FloorStage stage = applied("untrusted");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    stage.pursue(floor(4));
    assertEquals(4, stage.min());
    assertEquals(60, stage.target());
    stage.pursue(floor(1));
    assertEquals(2, stage.min());
    assertFalse(stage.bearsOurName());
  }

  @Test
  void without_a_forecast_the_target_is_back_at_once_and_the_floor_at_its_time() {
    FloorStage stage = applied("lapse");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertEquals(FloorReason.TARGET_RESTORED, stage.pursue(new FloorWish.Lapse()).reason());
    assertEquals(5, stage.min());
    assertEquals(60, stage.target());
    stage.clock.pass(Duration.ofMinutes(9));
    assertEquals(FloorReason.FLOOR_STANDS, stage.pursue(new FloorWish.Lapse()).reason());
    stage.clock.pass(Duration.ofMinutes(1));
    assertEquals(FloorReason.RESTORED, stage.pursue(new FloorWish.Lapse()).reason());
    assertEquals(2, stage.min());
  }

  @Test
  void a_floor_above_the_maximum_stops_there() {
    FloorStage stage = applied("bounds");
    stage.pursue(floor(50));
    assertEquals(10, stage.min());
  }

  @Test
  void the_user_wins_a_fight_and_is_left_alone_for_a_day() {
    FloorStage stage = applied("fight");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertTrue(stage.user.applies(2, 10, 60));
    FloorResult left = stage.pursue(floor(6));
    assertEquals(FloorReason.CONFLICTING_OWNER, left.reason());
    assertTrue(left.text().contains("kubectl-client-side-apply"), left.text());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());

    stage.restartProcess();
    String version = stage.version();
    assertEquals(FloorReason.CONFLICTING_OWNER, stage.pursue(floor(6)).reason());
    assertEquals(version, stage.version());
    assertTrue(stage.user.appliesServerSide(3, 10, 60));
    stage.clock.pass(FloorStage.DAY);
    assertEquals(FloorReason.FLOOR_SET, stage.pursue(floor(6)).reason());
  }

  @Test
  void a_pause_does_not_forget_a_fight_and_a_farewell_does() {
    FloorStage stage = applied("truce");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertTrue(stage.user.applies(3, 10, 60));
    FloorResult left = stage.pursue(new FloorWish.Release(false));
    assertEquals(FloorReason.CONFLICTING_OWNER, left.reason());
    assertEquals(FloorReason.CONFLICTING_OWNER, stage.pursue(floor(6)).reason());
    assertEquals(3, stage.min());
    stage.pursue(new FloorWish.Release(true));
    assertFalse(stage.bearsOurName(), () -> stage.live().toString());
  }

  @Test
  void who_does_not_see_demand_lowers_no_floor_and_raises_no_target() {
    FloorStage stage = applied("blind");
    FloorOrder low = floor(4, TargetRaise.over(0.60, 0.75)).order();
    stage.pursue(new FloorWish.Hold(low.atLeast(6), true));
    assertEquals(6, stage.min());
    assertEquals(60, stage.target());
    stage.pursue(new FloorWish.Hold(low, true));
    assertEquals(6, stage.min());
    stage.pursue(new FloorWish.Hold(low));
    assertEquals(4, stage.min());
    assertEquals(75, stage.target());
    stage.pursue(new FloorWish.Hold(low.atLeast(5), true));
    assertEquals(5, stage.min());
    assertEquals(75, stage.target());
    stage.pursue(new FloorWish.Release(true));
    assertEquals(2, stage.min());
  }

  @Test
  void a_sweeper_whose_clock_is_three_minutes_ahead_starts_no_fight() {
    FloorStage stage = applied("skewed");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    TestingClock ahead =
        new TestingClock(stage.clock.instant().plus(FloorStage.TTL).plusSeconds(1));
    stage.clock.pass(FloorStage.TTL.minusMinutes(3));
    new HpaFloor(stage.hpas, Fence.none(), ahead).pursue(stage.name, new FloorWish.Sweep());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
    assertEquals(FloorReason.FLOOR_SET, stage.pursue(floor(6)).reason());
    stage.pursue(new FloorWish.Release(true));
    assertEquals(2, stage.min());
    assertFalse(stage.bearsOurName(), () -> stage.live().toString());
  }

  @Test
  void what_is_left_of_a_fight_is_given_back_too() {
    FloorStage stage = applied("half");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    // The target stays as it stands: only the minimum is the user's again.
    assertTrue(stage.user.applies(2, 10, 75));
    stage.pursue(floor(6));
    assertEquals(2, stage.min());
    assertEquals(75, stage.target());
    assertTrue(stage.user.appliesServerSide(3, 10, 70));
    assertEquals(70, stage.target());
  }

  @Test
  void a_new_manifest_with_our_own_value_is_the_users_value_from_then_on() {
    FloorStage stage = applied("adopted");
    stage.pursue(floor(5));
    assertTrue(stage.user.applies(5, 10, 60));
    stage.clock.pass(FloorStage.TTL);
    stage.sweep();
    assertEquals(5, stage.min());
    assertTrue(stage.user.appliesServerSide(4, 10, 60));
    assertEquals(4, stage.min());
  }

  @Test
  void a_stale_copy_is_found_out_and_decided_about_anew() {
    FloorStage stage = applied("stale");
    Optional<HpaObject> old = Optional.of(HpaObject.read(stage.live()));
    assertTrue(stage.user.applies(4, 10, 60));
    HpaFloor floors = new HpaFloor(stage.hpas, Fence.none(), stage.clock);
    assertEquals(FloorReason.FLOOR_SET, floors.pursue(stage.name, floor(6), old).reason());
    assertEquals(6, stage.min());
    floors.pursue(stage.name, new FloorWish.Release(false));
    assertEquals(4, stage.min());
  }

  @Test
  void a_floor_whose_process_died_is_swept_when_its_time_is_over() {
    FloorStage stage = applied("swept");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    assertEquals(FloorReason.FLOOR_STANDS, stage.sweep().reason());
    stage.clock.pass(FloorStage.TTL);
    assertEquals(FloorReason.RESTORED, stage.sweep().reason());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
    assertFalse(stage.bearsOurName());
    assertEquals(FloorReason.NOTHING_TO_DO, stage.sweep().reason());
  }

  @Test
  void a_lost_answer_is_gone_on_with_by_the_next_process() {
    FloorStage stage = applied("lost");
    LossyHpas line = new LossyHpas(stage.hpas);
    line.loseAfter(0);
    HpaFloor dying = new HpaFloor(line, Fence.none(), stage.clock);
    assertEquals(FloorReason.API_TROUBLE, dying.pursue(stage.name, floor(5)).reason());
    String version = stage.version();
    stage.restartProcess();
    assertEquals(FloorReason.FLOOR_KEPT, stage.pursue(floor(5)).reason());
    assertEquals(version, stage.version());
  }

  @Test
  void without_leadership_nothing_is_written() {
    FloorStage stage = applied("fenced");
    String version = stage.version();
    HpaFloor fenced = new HpaFloor(stage.hpas, () -> false, stage.clock);
    assertEquals(FloorReason.NOT_LEADER, fenced.pursue(stage.name, floor(5)).reason());
    assertEquals(version, stage.version());
  }

  @Test
  void a_removed_annotation_is_a_fight_in_which_the_values_still_come_back() {
    FloorStage stage = applied("note");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.75)));
    var patch = Wire.object();
    patch.putObject("metadata").putObject("annotations").putNull(FloorMark.ANNOTATION);
    stage.hpas.merge(stage.name, patch);
    assertEquals(FloorReason.CONFLICTING_OWNER, stage.pursue(floor(5)).reason());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
  }

  @Test
  void two_resources_of_ours_do_not_take_turns() {
    FloorStage stage = applied("two");
    stage.pursue(floor(5));
    FloorOrder others =
        new FloorOrder(
            "d-2", "shop/other", "1", 7, Optional.empty(), FloorStage.TTL, FloorStage.DAY);
    assertEquals(FloorReason.SECOND_SCALER, stage.pursue(new FloorWish.Hold(others)).reason());
    assertNotEquals(7, stage.min());
  }
}
