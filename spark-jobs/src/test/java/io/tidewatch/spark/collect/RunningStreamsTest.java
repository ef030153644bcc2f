package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidewatch.domain.UserException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

class RunningStreamsTest {
  private static final UserException DOWN =
      new UserException("it cannot be read", "nothing listens", "start it");

  private int starts;

  @Test
  void a_stream_that_has_worked_is_tried_again_as_often_as_its_server_is_still_away() {
    Deque<StreamingQuery> runs = new ArrayDeque<>(List.of(down(1), down(0), down(0), ended()));
    streams(runs, Optional.of(Duration.ofMillis(1))).run(List.of(SteppedSource.PROMETHEUS));
    assertEquals(4, starts);
  }

  @Test
  void one_that_fails_before_its_first_batch_is_told_at_once() {
    Deque<StreamingQuery> runs = new ArrayDeque<>(List.of(down(0)));
    RunningStreams streams = streams(runs, Optional.of(Duration.ofMillis(1)));
    assertEquals(
        DOWN,
        assertThrows(UserException.class, () -> streams.run(List.of(SteppedSource.PROMETHEUS))));
  }

  @Test
  void without_a_pause_none_is_tried_again_and_the_other_goes_on_to_its_end() {
    Deque<StreamingQuery> runs = new ArrayDeque<>(List.of(down(1), ended()));
    RunningStreams streams = streams(runs, Optional.empty());
    assertThrows(
        UserException.class,
        () -> streams.run(List.of(SteppedSource.LOKI, SteppedSource.PROMETHEUS)));
    assertEquals(2, starts);
  }

  @Test
  void a_stream_that_cannot_be_stopped_keeps_nobody_waiting() {
    RunningStreams[] streams = new RunningStreams[1];
    StreamingQuery stubborn =
        query(
            method -> {
              if (method.equals("awaitTermination")) {
                assertThrows(IllegalStateException.class, streams[0]::stop);
                return false;
              }
              throw new IllegalStateException("it does not stop");
            });
    streams[0] = streams(new ArrayDeque<>(List.of(stubborn)), Optional.empty());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> streams[0].run(List.of(SteppedSource.PROMETHEUS)));
  }

  private RunningStreams streams(Deque<StreamingQuery> runs, Optional<Duration> pause) {
    IngestProgress silent =
        new IngestProgress(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC());
    return new RunningStreams(
        source -> {
          starts++;
          return runs.remove();
        },
        pause,
        silent,
        Clock.systemUTC());
  }

  private static StreamingQuery ended() {
    return query(method -> true);
  }

  /** A stream that fails after some batches. */
  private static StreamingQuery down(int batches) {
    return query(
        method -> {
          if (method.equals("recentProgress")) {
            return new StreamingQueryProgress[batches];
          }
          throw new StreamingQueryException(
              "", "failed", DOWN, "", "", "STREAM_FAILED", Map$.MODULE$.empty());
        });
  }

  /** What a query answers to the methods that are asked of it. */
  private interface Answers {
    Object to(String method) throws Exception;
  }

  private static StreamingQuery query(Answers answers) {
    return (StreamingQuery)
        Proxy.newProxyInstance(
            RunningStreamsTest.class.getClassLoader(),
            new Class<?>[] {StreamingQuery.class},
            (proxy, method, arguments) -> answers.to(method.getName()));
  }
}
