package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns a slice into rows of {@link SliceSchema} and says when each became known. */
final class SliceRows {
  // A live row is read within a step or two of its settling; later ones were missed at the time.
  private static final int LIVE_STEPS = 2;
  private static final long LIVE_GRACE_MICROS = 60_000_000L;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final UTF8String metric;
  private final Duration step;
  private final long settleMicros;
  private final long readAtMicros;

  SliceRows(String metric, Timescale timescale, Duration settle, Instant readAt) {
    this.metric = UTF8String.fromString(metric);
    this.step = timescale.step();
    this.settleMicros = settle.toMillis() * 1_000;
    this.readAtMicros = readAt.toEpochMilli() * 1_000;
  }

  Iterator<InternalRow> rows(Slice slice) {
    return Stream.concat(
            slice.found().stream().flatMap(this::values), slice.gaps().stream().map(this::gap))
        .iterator();
  }

  private Stream<InternalRow> values(Slice.Found found) {
    List<InternalRow> rows = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= found.steps().length; to++) {
      if (to == found.steps().length || !together(found.steps()[from], found.steps()[to])) {
        rows.add(values(found, from, to));
        from = to;
      }
    }
    return rows.stream();
  }

  private InternalRow values(Slice.Found found, int from, int to) {
    long[] times = new long[to - from];
    Arrays.setAll(times, i -> micros(found.steps()[from + i]));
    boolean late = isLate(times[0]);
    WorkloadId workload = found.subject().workload();
    return row(
        UTF8String.fromString(workload.namespace()),
        UTF8String.fromString(workload.kind()),
        UTF8String.fromString(workload.name()),
        UTF8String.fromString(found.subject().pod()),
        metric,
        readAtMicros,
        late ? settleMicros : null,
        late,
        day(times[0]),
        null,
        null,
        null,
        null,
        null,
        UnsafeArrayData.fromPrimitiveArray(Arrays.copyOfRange(found.values(), from, to)),
        UnsafeArrayData.fromPrimitiveArray(times));
  }

  private boolean together(long step, long later) {
    long ts = micros(step);
    long laterTs = micros(later);
    return day(ts) == day(laterTs) && isLate(ts) == isLate(laterTs);
  }

  private static int day(long ts) {
    return (int) Math.floorDiv(ts, MICROS_PER_DAY);
  }

  private InternalRow gap(Slice.Gap gap) {
    return row(
        null,
        null,
        null,
        null,
        metric,
        readAtMicros,
        null,
        null,
        null,
        UTF8String.fromString(gap.reason()),
        UTF8String.fromString(gap.detail()),
        micros(gap.steps().after()),
        micros(gap.steps().until()),
        gap.open(),
        null,
        null);
  }

  private boolean isLate(long ts) {
    long live = LIVE_STEPS * step.toMillis() * 1_000 + LIVE_GRACE_MICROS;
    return readAtMicros - (ts + settleMicros) > live;
  }

  private long micros(long stepIndex) {
    return stepIndex * step.toSeconds() * 1_000_000;
  }

  private static InternalRow row(Object... cells) {
    return new GenericInternalRow(cells);
  }
}
