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
    UTF8String namespace = UTF8String.fromString(found.subject().workload().namespace());
    UTF8String kind = UTF8String.fromString(found.subject().workload().kind());
    UTF8String workload = UTF8String.fromString(found.subject().workload().name());
    UTF8String pod = UTF8String.fromString(found.subject().pod());
    return IntStream.range(0, found.steps().length)
        .mapToObj(
            i -> {
              long ts = micros(found.steps()[i]);
              return row(
                  namespace,
                  kind,
                  workload,
                  pod,
                  metric,
                  ts,
                  found.values()[i],
                  knownAt.of(ts),
                  knownAt.isLate(ts),
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
        knownAt.readAtMicros(),
        null,
        UTF8String.fromString(gap.reason()),
        UTF8String.fromString(gap.detail()),
        micros(gap.steps().after()),
        micros(gap.steps().until()),
        gap.open());
  }

  private long micros(long stepIndex) {
    return stepIndex * step.toSeconds() * 1_000_000;
  }

  private static InternalRow row(Object... cells) {
    return new GenericInternalRow(cells);
  }
}
