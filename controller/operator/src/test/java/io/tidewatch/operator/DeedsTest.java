package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.FloorView;
import io.tidewatch.operator.crd.LastDeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeedsTest {
  private final List<String> further = new ArrayList<>();
  private final ControllerMetrics metrics = new ControllerMetrics();
  private final Deeds deeds = new Deeds(metrics, (id, deed) -> further.add(id + " " + deed.code()));

  @Test
  void nothing_is_known_of_a_workload_to_which_nothing_was_done() {
    assertEquals(Optional.empty(), deeds.of(Samples.WEB));
  }

  @Test
  void the_last_deed_counts_with_the_floor_that_stands_and_others_hear_of_each() {
    deeds.accept(Samples.WEB, deed("FloorSet", 5));
    LastDeed set = deeds.of(Samples.WEB).orElseThrow();
    assertTrue(set.acts());
    assertEquals(5, set.floor().orElseThrow());
    deeds.accept(Samples.WEB, deed("ConflictingOwner"));
    LastDeed fight = deeds.of(Samples.WEB).orElseThrow();
    assertFalse(fight.acts(), "what could not be done does not reach the workload");
    assertTrue(fight.floor().isEmpty());
    assertEquals(List.of("shop/web FloorSet", "shop/web ConflictingOwner"), further);
  }

  @Test
  void each_is_counted_by_its_reason_and_the_floor_is_shown_while_it_stands() {
    deeds.accept(Samples.WEB, deed("FloorSet", 5));
    deeds.accept(Samples.WEB, deed("FloorSet", 6));
    String standing = metrics.text();
    assertTrue(standing.contains("tidewatch_deeds_total{reason=\"FloorSet\"} 2"), standing);
    assertTrue(
        standing.contains("tidewatch_floor_replicas{namespace=\"shop\",workload=\"web\"} 6"));
    deeds.accept(Samples.WEB, deed("Restored"));
    assertFalse(metrics.text().contains("tidewatch_floor_replicas{"), "it does not stand");
  }

  private static Deed deed(String code) {
    return new Deed(code, "", Optional.empty(), Optional.empty(), false);
  }

  private static Deed deed(String code, int floor) {
    FloorView view = new FloorView("d", floor, 2, false, Samples.T0.plusSeconds(600));
    return new Deed(code, "", Optional.of(view), Optional.empty(), false);
  }
}
