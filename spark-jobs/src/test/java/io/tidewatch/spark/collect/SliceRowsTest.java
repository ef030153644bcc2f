package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class SliceRowsTest {
  private static final Instant READ_AT = Instant.parse("2026-11-24T16:00:40Z");
  private static final Timescale TIMESCALE = Timescale.realTime();
  private static final int TS = column("ts");
  private static final int KNOWN_AT = column("known_at");
  private static final int BACKFILLED = column("backfilled");

  @Test
  void a_step_read_as_it_settles_became_known_when_it_was_read() {
    InternalRow row = value("2026-11-24T16:00:00Z");
    assertEquals(micros("2026-11-24T16:00:00Z"), row.getLong(TS));
    assertEquals(micros("2026-11-24T16:00:40Z"), row.getLong(KNOWN_AT));
    assertEquals(false, row.getBoolean(BACKFILLED));
  }

  @Test
  void a_step_read_long_after_became_known_when_it_had_settled_and_is_marked() {
    InternalRow row = value("2026-11-20T16:00:00Z");
    assertEquals(micros("2026-11-20T16:00:30Z"), row.getLong(KNOWN_AT));
    assertEquals(true, row.getBoolean(BACKFILLED));
  }

  @Test
  void a_gap_has_its_own_columns_and_no_value() {
    Slice.Gap gap = new Slice.Gap(new StepRange(10, 20), "timeout", "slow", true);
    Iterator<InternalRow> rows = rows(new Slice(List.of(), List.of(gap)));
    InternalRow row = rows.next();
    assertTrue(row.isNullAt(TS));
    assertEquals("timeout", row.getUTF8String(column("gap_reason")).toString());
    assertEquals(600_000_000L, row.getLong(column("gap_from")));
    assertEquals(1_200_000_000L, row.getLong(column("gap_to")));
    assertEquals(true, row.getBoolean(column("gap_open")));
    assertEquals(SliceSchema.SCHEMA.size(), row.numFields());
  }

  private static InternalRow value(String ts) {
    Slice.Subject web = new Slice.Subject(WorkloadId.parse("shop/web"), "");
    long step = TIMESCALE.stepIndex(Instant.parse(ts));
    Slice.Found found = new Slice.Found(web, new long[] {step}, new double[] {1});
    return rows(new Slice(List.of(found), List.of())).next();
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
