package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.UserErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * The streams of one ingest, none of which stops another.
 *
 * <p>A stream that has worked and then fails, because its server went away, is tried again after a
 * pause: its checkpoint knows where to go on. One that fails before its first batch is told to the
 * user at the end, because what is wrong then is what it was told.
 */
final class RunningStreams {
  private static final long LOOK_MILLIS = 250;

  private final Function<SteppedSource, StreamingQuery> start;
  private final Optional<Duration> pause;
  private final IngestProgress progress;
  private final Clock clock;
  private final Map<SteppedSource, StreamingQuery> running = new EnumMap<>(SteppedSource.class);
  private final Map<SteppedSource, Instant> waiting = new EnumMap<>(SteppedSource.class);
  private final Set<SteppedSource> worked = EnumSet.noneOf(SteppedSource.class);
  private final List<RuntimeException> failures = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  /**
   * Streams that are started by a function.
   *
   * @param pause before a stream that has failed is tried again; empty: it is not
   */
  RunningStreams(
      Function<SteppedSource, StreamingQuery> start,
      Optional<Duration> pause,
      IngestProgress progress,
      Clock clock) {
    this.start = start;
    this.pause = pause;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Runs the streams until all have ended.
   *
   * @throws RuntimeException the first failure, the others being added to it
   */
  void run(List<SteppedSource> sources) {
    sources.forEach(this::begin);
    try (GracefulStop stop = GracefulStop.of(this::stop)) {
      while (!stopping && !(running.isEmpty() && waiting.isEmpty())) {
        List.copyOf(running.keySet()).forEach(this::look);
        resume();
      }
      // Whoever called would take the session away from under what is being stopped.
      if (stopping) {
        stopped.await();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stop();
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private void begin(SteppedSource source) {
    StreamingQuery query = start.apply(source);
    synchronized (running) {
      running.put(source, query);
    }
  }

  private void look(SteppedSource source) {
    StreamingQuery query = running.get(source);
    try {
      if (query.awaitTermination(LOOK_MILLIS)) {
        remove(source);
      }
    } catch (StreamingQueryException failure) {
      remove(source);
      failed(source, query, failure);
    }
  }

  private void failed(SteppedSource source, StreamingQuery query, StreamingQueryException failure) {
    // One that was tried again and fails at once has still worked before.
    if (query.recentProgress().length > 0) {
      worked.add(source);
    }
    Optional<UserException> users = UserErrors.find(failure);
    if (pause.isPresent() && worked.contains(source) && users.isPresent()) {
      progress.interrupted(source, users.get().reason(), pause.get());
      waiting.put(source, clock.instant().plus(pause.get()));
      return;
    }
    failures.add(
        users
            .map(RuntimeException.class::cast)
            .orElseGet(() -> new IllegalStateException("ingest has failed", failure)));
  }

  private void resume() throws InterruptedException {
    if (running.isEmpty() && !waiting.isEmpty()) {
      Thread.sleep(LOOK_MILLIS);
    }
    for (SteppedSource source : List.copyOf(waiting.keySet())) {
      if (!stopping && !clock.instant().isBefore(waiting.get(source))) {
        waiting.remove(source);
        begin(source);
      }
    }
  }

  private void remove(SteppedSource source) {
    synchronized (running) {
      running.remove(source);
    }
  }

  /** Ends all of them, by whichever thread. */
  void stop() {
    stopping = true;
    List<StreamingQuery> queries;
    synchronized (running) {
      queries = List.copyOf(running.values());
    }
    try {
      queries.forEach(RunningStreams::stop);
    } finally {
      // Also after a failure, else whoever waits for the end waits for ever.
      stopped.countDown();
    }
  }

  private static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException slow) {
      // The process ends now; an unfinished batch is repeated by the next run.
      return;
    }
  }
}
