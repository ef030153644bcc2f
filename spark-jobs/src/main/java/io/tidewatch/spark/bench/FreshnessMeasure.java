package io.tidewatch.spark.bench;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;

/** How old a value is when it has landed, while {@code ingest --every} runs. */
record FreshnessMeasure(JobContext context, GeneratedSource source, Duration length) {
  static final Duration STEP = Duration.ofSeconds(5);
  static final Duration SETTLE = Duration.ofSeconds(7);
  static final Duration TRIGGER = Duration.ofSeconds(5);

  // The first batch makes the code warm and creates the tables.
  private static final int WARM_COMMITS = 2;
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(500);

  Map<String, Object> measure() {
    try (FreshStore store = FreshStore.in(context)) {
      ingest(store);
      List<LandedFiles.Commit> commits = commits(store);
      double[] ages = ages(commits);
      double allowed = SETTLE.plus(TRIGGER.multipliedBy(2)).toSeconds();
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("series", source.data().series());
      result.put("commits", commits.size());
      result.put("steps", ages.length);
      result.put("settle_s", SETTLE.toSeconds());
      result.put("trigger_s", TRIGGER.toSeconds());
      result.put("settle_and_two_triggers_s", allowed);
      result.put("p50_s", Timing.percentile(ages, 0.5));
      result.put("p95_s", Timing.percentile(ages, 0.95));
      result.put("slowest_s", Timing.percentile(ages, 1));
      return result;
    }
  }

  private void ingest(FreshStore store) {
    String step = STEP.toSeconds() + "s";
    Path catalogue = store.catalogue(source.data().catalogue(step, SETTLE.toSeconds() + "s"));
    List<String> words =
        List.of(
            "--prometheus=" + source.url(),
            "--catalogue=" + catalogue,
            "--from=" + context.clock().instant(),
            "--every=" + TRIGGER.toSeconds() + "s");
    CompletableFuture<Object> running =
        CompletableFuture.supplyAsync(() -> store.run(new IngestCommand(), words));
    awaitEnough(store, running);
    stop();
    running.join();
  }

  // A busy machine may need longer for the first batches, which must not leave nothing to tell of.
  private void awaitEnough(FreshStore store, CompletableFuture<Object> running) {
    Instant began = context.clock().instant();
    while (!running.isDone()) {
      Duration passed = Duration.between(began, context.clock().instant());
      boolean enough = commits(store).size() > WARM_COMMITS;
      if (enough && passed.compareTo(length) >= 0) {
        return;
      }
      if (passed.compareTo(length.plus(LONGEST_START)) > 0) {
        throw new IllegalStateException("nothing has landed within " + passed);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ingest runs", interrupted);
    }
  }

  private static List<LandedFiles.Commit> commits(FreshStore store) {
    DeltaStore tables = store.context().store();
    return tables.exists(Tables.METRICS)
        ? LandedFiles.of(tables.path(Tables.METRICS)).commits()
        : List.of();
  }

  private void stop() {
    for (StreamingQuery query : context.spark().streams().active()) {
      try {
        query.stop();
      } catch (TimeoutException slow) {
        throw new IllegalStateException("ingest does not stop", slow);
      }
    }
  }

  /** Every step's age at the moment of its commit. */
  private static double[] ages(List<LandedFiles.Commit> commits) {
    List<Double> ages = new ArrayList<>();
    for (LandedFiles.Commit commit : commits.stream().skip(WARM_COMMITS).toList()) {
      for (Instant ts = commit.first(); !ts.isAfter(commit.last()); ts = ts.plus(STEP)) {
        ages.add(Duration.between(ts, commit.at()).toMillis() / 1_000.0);
      }
    }
    return ages.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
