package io.tidewatch.spark.collect;

import io.tidewatch.spark.collect.IngestSummary.QueryCount;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Tells a person how far ingest has come, and counts for the summary. */
final class IngestProgress {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SAME_GAP = Duration.ofHours(1);

  private final PrintStream out;
  private final Clock clock;
  private final Instant started;
  private final Map<String, Instant> gapShown = new HashMap<>();
  private final Map<String, QueryCount> queries = new TreeMap<>();
  private Instant begin;
  private long gaps;
  private long lines;

  IngestProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.started = clock.instant();
    this.begin = started;
  }

  /** The first time that will be read is known now. */
  synchronized void begin(Instant first) {
    begin = first;
    say("ingest: reading from %s", first.truncatedTo(ChronoUnit.SECONDS));
  }

  /** A batch has landed. */
  synchronized void landed(BatchFacts batch) {
    batch.metrics().stream().filter(facts -> facts.values() > 0).forEach(this::add);
    batch
        .until()
        .ifPresent(
            until ->
                say(
                    "ingest: %,d rows of %d metrics%s, until %s",
                    rows(), queries.size(), day(until), until));
  }

  /** A batch of log lines has landed. */
  synchronized void lines(long count, Instant until) {
    lines += count;
    say("ingest: %,d log lines%s, until %s", lines, day(until), until);
  }

  /** A stream has ended with a failure and is tried again. */
  synchronized void interrupted(SteppedSource source, String why, Duration pause) {
    say(
        "ingest: %s is interrupted (%s); trying again in %d s, nothing is lost",
        source.format(), why, pause.toSeconds());
  }

  /** Some steps are unknown; a cause that lasts is shown once an hour, not with each batch. */
  synchronized void gaps(long count, List<Row> shown) {
    gaps += count;
    Instant now = clock.instant();
    for (Row gap : shown) {
      String what = gap.getAs("metric") + " (" + gap.getAs("reason") + ")";
      Instant last = gapShown.getOrDefault(what, Instant.EPOCH);
      if (Duration.between(last, now).compareTo(SAME_GAP) < 0) {
        continue;
      }
      gapShown.put(what, now);
      say(
          "ingest: gap in %s from %s to %s: %s",
          what,
          gap.<java.sql.Timestamp>getAs("from_ts").toInstant(),
          gap.<java.sql.Timestamp>getAs("to_ts").toInstant(),
          gap.getAs("detail"));
    }
  }

  /** What has been done so far. */
  synchronized IngestSummary summary() {
    double seconds = Math.max(1, Duration.between(started, clock.instant()).toMillis()) / 1_000.0;
    return new IngestSummary(
        Map.of("metrics", rows(), "log_lines", lines),
        gaps,
        List.copyOf(queries.values()),
        seconds,
        Math.round(rows() / seconds));
  }

  private void add(BatchFacts.MetricFacts facts) {
    queries.merge(
        facts.metric(),
        new QueryCount(facts.metric(), facts.series(), facts.values()),
        (before, batch) ->
            new QueryCount(
                batch.name(),
                Math.max(before.series(), batch.series()),
                before.rows() + batch.rows()));
  }

  private long rows() {
    return queries.values().stream().mapToLong(QueryCount::rows).sum();
  }

  // Only a back-fill takes long enough for a person to ask how much is left.
  private String day(Instant until) {
    long days = Math.round((double) Duration.between(begin, clock.instant()).toHours() / 24);
    if (days < 2) {
      return "";
    }
    long day = Math.min(days, Duration.between(begin, until).dividedBy(DAY) + 1);
    return " (day " + day + " of " + days + ")";
  }

  private void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }
}
