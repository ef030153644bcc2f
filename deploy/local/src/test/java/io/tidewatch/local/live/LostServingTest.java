package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.UserException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostServingTest {
  private static final Instant KILLED = TestingLive.FROM.plusSeconds(100);
  private static final Instant END = TestingLive.FROM.plusSeconds(400);

  private static String told(Replicas target, Replicas floor) {
    return LostServing.text(TestingLive.plan(24), KILLED, target, floor, END);
  }

  @Test
  void what_stood_goes_back_and_stays() {
    Replicas target = TestingLive.replicas(0, 7.83, 112, 7, 200, 7);
    Replicas floor = TestingLive.replicas(0, 2, 90, 6, 112, 6, 190, 6, 220, 2, 300, 2);
    assertEquals(
        "Serving was killed; the trusted target went back 1.0 nominal minutes later, the floor went"
            + " back 10.0 nominal minutes later.",
        told(target, floor));
  }

  @Test
  void what_came_again_or_never_went_is_told() {
    Replicas again = TestingLive.replicas(0, 7.83, 112, 7, 200, 7.83);
    Replicas none = TestingLive.replicas(0, 2, 300, 2);
    assertEquals(
        "Serving was killed; the trusted target was not back 25.0 nominal minutes later, the floor"
            + " did not stand then.",
        told(again, none));
  }

  @Test
  void a_value_that_was_right_at_first_and_left_it_counts_from_its_return() {
    Replicas floor = TestingLive.replicas(0, 2, 110, 5, 160, 2);
    assertEquals(
        Optional.of(TestingLive.FROM.plusSeconds(160)), LostServing.since(floor, KILLED, 2));
  }

  @Test
  void it_is_killed_half_way_unless_told_and_never_among_equals() {
    LiveFault fault = LiveFault.parse("serving");
    assertEquals(60, fault.at(120));
    assertEquals(20, LiveFault.parse("serving@20").at(120));
    assertThrows(
        UserException.class,
        () ->
            new LivePlan(
                24,
                5,
                100,
                42,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                new LivePlan.Race(true, false, Optional.of(fault))));
  }
}
