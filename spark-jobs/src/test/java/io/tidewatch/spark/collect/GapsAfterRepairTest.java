package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapsAfterRepairTest {
  private static final Timescale MINUTES = Timescale.realTime();

  @Test
  void a_gap_that_could_be_read_is_closed() {
    GapsAfterRepair after = after(List.of(gap(10, 20)), List.of());
    assertEquals(new GapsAfterRepair(List.of(gap(10, 20)), List.of()), after);
  }

  @Test
  void a_gap_that_fails_again_stays_as_it_is_also_when_it_fails_in_pieces() {
    assertEquals(
        new GapsAfterRepair(List.of(), List.of()),
        after(List.of(gap(10, 20)), List.of(range("demand", 5, 15), range("demand", 15, 30))));
  }

  @Test
  void what_is_left_of_a_gap_stays_open() {
    assertEquals(
        new GapsAfterRepair(List.of(gap(10, 20)), List.of(gap(10, 12), gap(18, 20))),
        after(List.of(gap(10, 20)), List.of(range("demand", 8, 12), range("demand", 18, 25))));
  }

  @Test
  void the_failure_of_another_query_is_nothing_to_it() {
    assertEquals(
        List.of(gap(10, 20)),
        after(List.of(gap(10, 20)), List.of(range("memory", 10, 20))).closed());
  }

  private static GapsAfterRepair after(List<OpenGaps.Open> again, List<QueryRange> failed) {
    return GapsAfterRepair.of(again, failed, MINUTES);
  }

  private static OpenGaps.Open gap(long after, long until) {
    return new OpenGaps.Open("demand", time(after), time(until), "timeout");
  }

  private static QueryRange range(String query, long after, long until) {
    return new QueryRange(query, new StepRange(after, until));
  }

  private static Instant time(long minute) {
    return Instant.ofEpochSecond(minute * 60);
  }
}
