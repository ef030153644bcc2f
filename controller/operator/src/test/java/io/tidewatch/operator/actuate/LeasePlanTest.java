package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasePlanTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(15);

  private static LeaseView heldBy(String holder) {
    return new LeaseView(true, holder, "7", LONG, 3, "", Wire.object());
  }

  @Test
  void a_missing_lease_is_created() {
    assertEquals(LeasePlan.CREATE, LeasePlan.of(LeaseView.absent(), "me", false, NONE));
  }

  @Test
  void a_living_holder_is_left_alone_whatever_its_clock_says() {
    assertEquals(LeasePlan.WAIT, LeasePlan.of(heldBy("other"), "me", false, LONG.minusMillis(1)));
  }

  @Test
  void a_silent_or_absent_holder_is_followed() {
    assertEquals(LeasePlan.TAKE, LeasePlan.of(heldBy("other"), "me", false, LONG));
    assertEquals(LeasePlan.TAKE, LeasePlan.of(heldBy(""), "me", false, NONE));
  }

  @Test
  void a_leader_renews_its_own_lease_and_no_other() {
    assertEquals(LeasePlan.RENEW, LeasePlan.of(heldBy("me"), "me", true, LONG));
    assertEquals(LeasePlan.LOST, LeasePlan.of(heldBy("other"), "me", true, NONE));
    assertEquals(LeasePlan.LOST, LeasePlan.of(heldBy(""), "me", true, LONG));
    assertEquals(LeasePlan.LOST, LeasePlan.of(LeaseView.absent(), "me", true, LONG));
  }

  @Test
  void a_name_alone_does_not_make_a_leader() {
    assertEquals(LeasePlan.WAIT, LeasePlan.of(heldBy("me"), "me", false, NONE));
  }
}
