package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.source.StepRange;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WorklistTest {
  private static final int LOOK_BACK = VectorSet.HEALTH.lookBack();

  @Property(tries = 200)
  void it_wants_exactly_the_vectors_that_can_see_an_input(
      @ForAll @Size(max = 6) List<@IntRange(max = 4_000) Integer> inputs,
      @ForAll @IntRange(max = 4_000) int from,
      @ForAll @IntRange(max = 2_000) int length) {
    Worklist work = new Worklist();
    BitSet seen = new BitSet();
    for (int input : inputs) {
      work.add("web", input, input + 3, VectorSet.HEALTH);
      seen.set(input, input + 3 + LOOK_BACK + 1);
    }
    Worklist part = work.within(new StepRange(from, from + length));
    for (int step = 0; step < 7_000; step++) {
      boolean inside = step > from && step <= from + length;
      assertEquals(seen.get(step), work.wants("web", step));
      assertEquals(inside && seen.get(step), part.wants("web", step), "step " + step);
    }
  }

  @Test
  void a_workload_without_a_new_input_costs_nothing() {
    Worklist work = new Worklist();
    work.add("web", 10, 20, VectorSet.HEALTH);
    work.add("old", 10, 20, VectorSet.HEALTH);
    work.add("web", 5_000, 5_060, VectorSet.HEALTH);
    Worklist hour = work.within(new StepRange(4_999, 9_999));
    assertEquals(Set.of("web"), hour.workloads());
    assertEquals(5_000, hour.first().orElseThrow());
    assertEquals(5_060 + LOOK_BACK, hour.last().orElseThrow());
    assertTrue(work.within(new StepRange(2_000, 3_000)).isEmpty());
  }

  @Test
  void a_value_after_a_gap_gives_the_bridged_steps_before_it_their_vectors() {
    Worklist work = new Worklist();
    work.add("web", 100, 100, VectorSet.DEMAND);
    assertTrue(work.wants("web", 95));
    assertFalse(work.wants("web", 94));
  }
}
