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
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final UTF8String metric;
  private final Duration step;
  private final KnownAt knownAt;

  SliceRows(String metric, Timescale timescale, Duration settle, Instant readAt) {
    this.metric = UTF8String.fromString(metric);
    this.step = timescale.step();
    this.knownAt = new KnownAt(timescale.step(), settle, readAt);
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
    boolean late = knownAt.isLate(times[0]);
    WorkloadId workload = found.subject().workload();
    return row(
        UTF8String.fromString(workload.namespace()),
        UTF8String.fromString(workload.kind()),
        UTF8String.fromString(workload.name()),
        UTF8String.fromString(found.subject().pod()),
        metric,
        knownAt.readAtMicros(),
        late ? knownAt.of(times[0]) - times[0] : null,
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
    return day(ts) == day(laterTs) && knownAt.isLate(ts) == knownAt.isLate(laterTs);
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
        knownAt.readAtMicros(),
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

  private long micros(long stepIndex) {
    return stepIndex * step.toSeconds() * 1_000_000;
  }

  private static InternalRow row(Object... cells) {
    return new GenericInternalRow(cells);
  }
}
