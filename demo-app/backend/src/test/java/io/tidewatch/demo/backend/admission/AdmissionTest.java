package io.tidewatch.demo.backend.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  @Test
  void theFirstAreAdmittedTheNextWaitAndTheRestAreTurnedAway() {
    Admission admission = new Admission(1, 1);

    assertTrue(admission.arrive().orElseThrow().isAdmitted());
    assertFalse(admission.arrive().orElseThrow().isAdmitted());
    assertTrue(admission.arrive().isEmpty());
  }

  @Test
  void whoLeavesLetsTheLongestWaitingIn() {
    Admission admission = new Admission(1, 2);
    Place running = admission.arrive().orElseThrow();
    Place first = admission.arrive().orElseThrow();
    Place second = admission.arrive().orElseThrow();

    running.close();

    assertTrue(first.isAdmitted());
    assertFalse(second.isAdmitted());
  }

  @Test
  void whoGivesUpWaitingMakesRoomInTheQueueOnly() {
    Admission admission = new Admission(1, 1);
    Place running = admission.arrive().orElseThrow();
    admission.arrive().orElseThrow().close();

    assertEquals(0, admission.waiting());
    assertFalse(admission.arrive().orElseThrow().isAdmitted());
    assertTrue(running.isAdmitted());
  }

  @Test
  void leavingTwiceLetsOneInOnly() {
    Admission admission = new Admission(1, 2);
    Place running = admission.arrive().orElseThrow();
    admission.arrive().orElseThrow();
    Place second = admission.arrive().orElseThrow();

    running.close();
    running.close();

    assertFalse(second.isAdmitted());
  }

  @Test
  void aWidthOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Admission(0, 5));
  }
}
