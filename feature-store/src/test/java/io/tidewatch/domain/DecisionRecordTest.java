package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DecisionRecordTest {
  @Test
  void the_action_follows_from_the_counts() {
    assertEquals(Action.SCALE_UP, Action.between(3, 4));
    assertEquals(Action.SCALE_DOWN, Action.between(4, 3));
    assertEquals(Action.NO_ACTION, Action.between(3, 3));
  }

  @Test
  void actions_and_modes_are_spelt_as_metrics_and_the_command_line_do() {
    assertEquals("scale_up", Action.SCALE_UP.text());
    assertEquals("observe", Mode.OBSERVE.text());
  }

  @Test
  void a_record_keeps_its_own_copy_of_the_reasons() {
    List<String> reasons = new ArrayList<>(List.of("Hpa"));
    DecisionRecord made = made(1, reasons);
    reasons.add("Forged");
    assertEquals(List.of("Hpa"), made.reasons());
  }

  @Test
  void sequence_numbers_begin_at_one() {
    assertThrows(IllegalArgumentException.class, () -> made(0, List.of()));
  }

  @Test
  void a_count_of_pods_is_not_negative() {
    assertThrows(IllegalArgumentException.class, () -> new DecisionRecord.Replicas(1, -1, 1));
  }

  private static DecisionRecord made(long sequence, List<String> reasons) {
    return new DecisionRecord(
        new DecisionRecord.Origin("tide", 1),
        sequence,
        Instant.EPOCH,
        WorkloadId.parse("shop/web"),
        Mode.OBSERVE,
        Action.NO_ACTION,
        new Observed(OptionalDouble.empty(), OptionalInt.empty()),
        Optional.empty(),
        DecisionRecord.Worth.NOTHING,
        false,
        reasons,
        Optional.empty(),
        Optional.empty(),
        "1");
  }
}
