package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class StepOffsetTest {
  private static final String WRITTEN =
      "{\"version\":1,\"querySet\":\"abc\",\"stepSeconds\":60,\"until\":\"2026-11-24T15:59:00Z\"}";

  @Example
  void it_is_written_so_that_a_person_can_read_it() {
    assertEquals(WRITTEN, parse(WRITTEN).json());
    assertEquals("2026-11-24T15:59:00Z", parse(WRITTEN).until().toString());
  }

  @Property
  void it_reads_what_it_has_written(
      @ForAll @IntRange(min = 1, max = 86_400) int stepSeconds,
      @ForAll @LongRange(max = 30_000_000) long untilStep) {
    StepOffset offset =
        new StepOffset(SteppedSource.PROMETHEUS, "abc", Duration.ofSeconds(stepSeconds), untilStep);
    assertEquals(offset, parse(offset.json()));
    assertEquals(untilStep, parse(offset.json()).untilStep());
  }

  @Example
  void a_newer_form_is_refused() {
    UserException newer =
        assertThrows(
            UserException.class, () -> parse(WRITTEN.replace("\"version\":1", "\"version\":2")));
    assertEquals("update Tidewatch", newer.remedy());
  }

  @Example
  void another_query_set_is_refused_with_a_way_out() {
    StepOffset offset = parse(WRITTEN);
    assertEquals(offset, offset.requireSet("abc"));
    UserException other = assertThrows(UserException.class, () -> offset.requireSet("xyz"));
    assertTrue(other.reason().contains("2026-11-24T15:59:00Z"), other.reason());
    assertTrue(other.remedy().contains("_checkpoints/prometheus"), other.remedy());
  }

  @Example
  void a_damaged_offset_is_refused() {
    for (String damaged :
        new String[] {
          "",
          "null",
          "{",
          "{\"version\":1}",
          WRITTEN.replace("60", "0"),
          WRITTEN.replace("T15", " 15")
        }) {
      assertThrows(UserException.class, () -> parse(damaged), damaged);
    }
  }

  private static StepOffset parse(String json) {
    return StepOffset.parse(json, SteppedSource.PROMETHEUS);
  }
}
