package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

class StepStreamTest {
  private static final Instant NOW = Instant.parse("2026-11-24T16:00:20Z");

  @Example
  void the_head_lags_the_clock_by_the_settle_delay_and_stands_on_a_step() {
    // 30 s before 16:00:20 is 15:59:50, whose newest step is 15:59.
    assertEquals("2026-11-24T15:59:00Z", until(stream(Map.of(), NOW).reportLatestOffset()));
  }

  @Example
  void the_first_step_is_the_first_at_or_after_from() {
    Offset aligned = stream(Map.of("from", "2026-11-24T10:00:00Z"), NOW).initialOffset();
    assertEquals("2026-11-24T09:59:00Z", until(aligned));
    Offset between = stream(Map.of("from", "2026-11-24T10:00:01Z"), NOW).initialOffset();
    assertEquals("2026-11-24T10:00:00Z", until(between));
  }

  @Example
  void nothing_new_is_no_batch() {
    StepStream stream = stream(Map.of(), NOW);
    Offset head = stream.reportLatestOffset();
    assertNull(stream.latestOffset(head, stream.getDefaultReadLimit()));
  }

  @Example
  void available_now_ends_at_the_head_of_its_beginning() {
    TestingClock clock = new TestingClock(NOW);
    StepStream stream = stream(Map.of("from", "2026-11-24T15:00:00Z"), clock);
    stream.prepareForTriggerAvailableNow();
    clock.now = NOW.plusSeconds(600);
    Offset end = stream.latestOffset(stream.initialOffset(), ReadLimit.allAvailable());
    assertEquals("2026-11-24T15:59:00Z", until(end));
    assertNull(stream.latestOffset(end, ReadLimit.allAvailable()));
  }

  @Example
  void a_start_after_the_end_is_an_empty_batch() {
    StepStream stream = stream(Map.of("from", "2026-11-24T18:00:00Z"), NOW);
    Offset head = stream.reportLatestOffset();
    assertEquals(0, stream.planInputPartitions(stream.initialOffset(), head).length);
  }

  @Property(tries = 200)
  void batches_follow_each_other_and_their_slices_cover_every_step_of_every_query_once(
      @ForAll @IntRange(max = 400) int minutesBack,
      @ForAll @IntRange(min = 60, max = 20_000) int maxSecondsPerBatch) {
    Instant from = NOW.minus(Duration.ofMinutes(minutesBack));
    StepStream stream =
        stream(
            Map.of(
                "from",
                from.toString(),
                "maxSecondsPerBatch",
                Integer.toString(maxSecondsPerBatch)),
            NOW);
    Map<String, TreeSet<Long>> seen = new HashMap<>();
    Offset first = stream.initialOffset();
    Offset start = first;
    for (Offset end = next(stream, start); end != null; end = next(stream, start)) {
      long length = ((StepOffset) end).untilStep() - ((StepOffset) start).untilStep();
      assertTrue(length >= 1 && length <= maxSecondsPerBatch / 60, "batch of " + length);
      for (InputPartition partition : stream.planInputPartitions(start, end)) {
        collect((SlicePartition) partition, seen);
      }
      start = stream.deserializeOffset(end.json());
    }
    long head = ((StepOffset) stream.reportLatestOffset()).untilStep();
    long steps = Math.max(0, head - ((StepOffset) first).untilStep());
    assertEquals(steps == 0 ? 0 : 2, seen.size());
    seen.values().forEach(found -> assertEquals(steps, found.size()));
  }

  private static Offset next(StepStream stream, Offset start) {
    return stream.latestOffset(start, stream.getDefaultReadLimit());
  }

  private static void collect(SlicePartition slice, Map<String, TreeSet<Long>> seen) {
    TreeSet<Long> steps = seen.computeIfAbsent(slice.query(), name -> new TreeSet<>());
    LongStream.rangeClosed(slice.after() + 1, slice.until())
        .forEach(step -> assertTrue(steps.add(step), "read twice: " + step));
  }

  private static String until(Offset offset) {
    return ((StepOffset) offset).until().toString();
  }

  private static StepStream stream(Map<String, String> more, Instant now) {
    return stream(more, Clock.fixed(now, ZoneOffset.UTC));
  }

  // Nothing listens at the address: few steps need no estimate, so planning asks nothing.
  private static StepStream stream(Map<String, String> more, Clock clock) {
    Map<String, String> raw = new HashMap<>(more);
    raw.put("url", "http://127.0.0.1:1");
    raw.put("catalogue", TestingCatalogue.YAML);
    SteppedServer server = SteppedSource.PROMETHEUS.open(new CaseInsensitiveStringMap(raw));
    return new StepStream(server, raw, clock);
  }

  private static final class TestingClock extends Clock {
    private Instant now;

    TestingClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
