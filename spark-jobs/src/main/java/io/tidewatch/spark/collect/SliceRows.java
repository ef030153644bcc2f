package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns a slice into rows of {@link SliceSchema} and says when each became known. */
final class SliceRows {
  // A live row is read within a step or two of its settling; later ones were missed at the time.
  private static final int LIVE_STEPS = 2;
  private static final long LIVE_GRACE_MICROS = 60_000_000L;

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
    UTF8String namespace = UTF8String.fromString(found.subject().workload().namespace());
    UTF8String kind = UTF8String.fromString(found.subject().workload().kind());
    UTF8String workload = UTF8String.fromString(found.subject().workload().name());
    UTF8String pod = UTF8String.fromString(found.subject().pod());
    return IntStream.range(0, found.steps().length)
        .mapToObj(
            i -> {
              long ts = micros(found.steps()[i]);
              boolean late = isLate(ts);
              long knownAt = late ? ts + settleMicros : readAtMicros;
              return row(
                  namespace,
                  kind,
                  workload,
                  pod,
                  metric,
                  ts,
                  found.values()[i],
                  knownAt,
                  late,
                  null,
                  null,
                  null,
                  null,
                  null);
            });
  }

  private InternalRow gap(Slice.Gap gap) {
    return row(
        null,
        null,
        null,
        null,
        metric,
        null,
        null,
        readAtMicros,
        null,
        UTF8String.fromString(gap.reason()),
        UTF8String.fromString(gap.detail()),
        micros(gap.steps().after()),
        micros(gap.steps().until()),
        gap.open());
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
