package io.tidewatch.spark.collect;

import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns the entries of a slice into rows of {@link LineSchema}. */
final class EntryRows {
  private final UTF8String log;
  private final long stepMicros;
  private final KnownAt knownAt;

  EntryRows(String log, Duration step, KnownAt knownAt) {
    this.log = UTF8String.fromString(log);
    this.stepMicros = step.toMillis() * 1_000;
    this.knownAt = knownAt;
  }

  Iterator<InternalRow> rows(LogEntries entries) {
    return Stream.concat(
            entries.entries().stream().map(this::entry), entries.gaps().stream().map(this::gap))
        .iterator();
  }

  private InternalRow entry(LogEntries.Entry entry) {
    long stepTs = entry.step() * stepMicros;
    return row(
        text(entry.subject().workload().namespace()),
        text(entry.subject().workload().kind()),
        text(entry.subject().workload().name()),
        text(entry.subject().pod()),
        log,
        // Up, as for steps: a line just after a border must not seem to stand on it.
        -Math.floorDiv(-entry.at(), 1_000L),
        stepTs,
        text(entry.parsed().level().text()),
        text(entry.parsed().pattern().text()),
        text(entry.text()),
        knownAt.of(stepTs),
        knownAt.isLate(stepTs),
        null,
        null,
        null,
        null,
        null);
  }

  private InternalRow gap(Slice.Gap gap) {
    return row(
        null,
        null,
        null,
        null,
        log,
        null,
        null,
        null,
        null,
        null,
        knownAt.readAtMicros(),
        null,
        text(gap.reason()),
        text(gap.detail()),
        gap.steps().after() * stepMicros,
        gap.steps().until() * stepMicros,
        gap.open());
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static InternalRow row(Object... cells) {
    return new GenericInternalRow(cells);
  }
}
