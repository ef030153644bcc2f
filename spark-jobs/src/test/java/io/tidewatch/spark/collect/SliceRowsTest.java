package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class SliceRowsTest {
  private static final Instant READ_AT = Instant.parse("2026-11-24T16:00:40Z");
  private static final Timescale TIMESCALE = Timescale.realTime();
  private static final int TIMES = column("times");
  private static final int VALUES = column("values");
  private static final int KNOWN_AT = column("known_at");
  private static final int KNOWN_AFTER = column("known_after_micros");
  private static final int BACKFILLED = column("backfilled");

  @Test
  void a_step_read_as_it_settles_became_known_when_it_was_read() {
    InternalRow row = rowsAt("2026-11-24T16:00:00Z").get(0);
    assertEquals(micros("2026-11-24T16:00:00Z"), row.getArray(TIMES).getLong(0));
    assertEquals(micros("2026-11-24T16:00:40Z"), row.getLong(KNOWN_AT));
    assertTrue(row.isNullAt(KNOWN_AFTER));
    assertEquals(false, row.getBoolean(BACKFILLED));
  }

  @Test
  void a_step_read_long_after_becomes_known_when_it_has_settled_and_is_marked() {
    InternalRow row = rowsAt("2026-11-20T16:00:00Z").get(0);
    assertEquals(30_000_000L, row.getLong(KNOWN_AFTER));
    assertEquals(true, row.getBoolean(BACKFILLED));
  }

  @Test
  void values_stay_together_within_a_day_and_while_all_are_late_or_none_is() {
    List<InternalRow> rows =
        rowsAt(
            "2026-11-23T23:59:00Z",
            "2026-11-24T00:00:00Z",
            "2026-11-24T00:01:00Z",
            "2026-11-24T15:59:00Z",
            "2026-11-24T16:00:00Z");
    assertEquals(
        List.of(1, 2, 2), rows.stream().map(row -> row.getArray(TIMES).numElements()).toList());
    assertEquals(
        List.of(true, true, false), rows.stream().map(row -> row.getBoolean(BACKFILLED)).toList());
    assertEquals(1, rows.get(1).getInt(column("day")) - rows.get(0).getInt(column("day")));
    assertEquals(2.0, rows.get(1).getArray(VALUES).getDouble(1));
  }

  @Test
  void a_gap_has_its_own_columns_and_no_value() {
    Slice.Gap gap = new Slice.Gap(new StepRange(10, 20), "timeout", "slow", true);
    Iterator<InternalRow> rows = rows(new Slice(List.of(), List.of(gap)));
    InternalRow row = rows.next();
    assertTrue(row.isNullAt(TIMES));
    assertTrue(row.isNullAt(VALUES));
    assertEquals("timeout", row.getUTF8String(column("gap_reason")).toString());
    assertEquals(600_000_000L, row.getLong(column("gap_from")));
    assertEquals(1_200_000_000L, row.getLong(column("gap_to")));
    assertEquals(true, row.getBoolean(column("gap_open")));
    assertEquals(SliceSchema.SCHEMA.size(), row.numFields());
  }

  /** The values 0, 1, 2, … at these times. */
  private static List<InternalRow> rowsAt(String... times) {
    Slice.Subject web = new Slice.Subject(WorkloadId.parse("shop/web"), "");
    long[] steps =
        Stream.of(times).mapToLong(time -> TIMESCALE.stepIndex(Instant.parse(time))).toArray();
    double[] values = IntStream.range(0, steps.length).asDoubleStream().toArray();
    Slice slice = new Slice(List.of(new Slice.Found(web, steps, values)), List.of());
    List<InternalRow> rows = new ArrayList<>();
    rows(slice).forEachRemaining(rows::add);
    return rows;
  }

  private static Iterator<InternalRow> rows(Slice slice) {
    return new SliceRows("demand", TIMESCALE, Duration.ofSeconds(30), READ_AT).rows(slice);
  }

  private static int column(String name) {
    return SliceSchema.SCHEMA.fieldIndex(name);
  }

  private static long micros(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }
}
