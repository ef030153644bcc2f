package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final StepGrid grid = StepGrid.at(Instant.EPOCH, 60);
  private final TestingPace pace = new TestingPace();
  private final FailureLog failures = new FailureLog();
  private final List<CompletableFuture<Answer>> unanswered = new ArrayList<>();

  private Lane lane(String name, Sender sender, int most) {
    Target target = new Target(name, URI.create("http://127.0.0.1"));
    return new Lane(target, sender, new TargetBook(name, grid), failures, most);
  }

  private Sender silent() {
    return () -> {
      unanswered.add(new CompletableFuture<>());
      return unanswered.get(unanswered.size() - 1);
    };
  }

  private static Sender prompt() {
    return () -> CompletableFuture.completedFuture(Answer.ofStatus(200));
  }

  private long play(Lane... lanes) {
    ArrivalSchedule schedule = new ArrivalSchedule(Profile.STEADY.over(10, 30), LENGTH, 5);
    OpenLoop loop = new OpenLoop(List.of(lanes), grid, pace, new Lateness());
    return loop.play(schedule.arrivals(), LENGTH.toNanos());
  }

  @Test
  void a_target_that_never_answers_is_sent_as_much_as_one_that_does() {
    Lane good = lane("good", prompt(), 2_000);
    Lane dead = lane("dead", silent(), 2_000);

    play(good, dead);

    assertTrue(good.book().total().sent() > 200);
    assertEquals(good.book().total().sent(), dead.book().total().sent());
    assertEquals(unanswered.size(), dead.book().inFlight());
  }

  @Test
  void latency_counts_from_the_moment_a_request_was_due_however_late_it_left() {
    Lane lane =
        lane(
            "slow",
            () -> {
              pace.advance(2_000_000_000L);
              return CompletableFuture.completedFuture(Answer.ofStatus(200));
            },
            2_000);

    play(lane);

    Counts total = lane.book().total();
    double backlog = (2_000.0 * total.sent()) - LENGTH.toMillis();
    assertEquals(backlog, total.latency().orElseThrow().max(), 2_500);
    assertTrue(total.lateMillis() > 100_000, "the generator tells how late it was itself");
  }

  @Test
  void requests_beyond_the_limit_are_counted_as_shed() {
    Lane lane = lane("dead", silent(), 25);

    play(lane);

    Counts total = lane.book().total();
    assertEquals(25, total.sent());
    assertTrue(total.shed() > 100);
    assertEquals(total.offered(), total.sent() + total.shed());
  }

  @Test
  void a_stopped_run_says_how_much_of_it_was_played() {
    pace.stoppedAt(4_000_000_000L);
    Lane lane = lane("good", prompt(), 2_000);

    assertEquals(4_000_000_000L, play(lane));
    assertEquals(4, lane.book().rows(0).size());
  }

  @Test
  void a_sender_that_throws_is_a_failed_request_and_the_run_goes_on() {
    Lane lane =
        lane(
            "full",
            () -> {
              throw new IllegalStateException("no descriptor left");
            },
            2_000);

    play(lane);

    Counts total = lane.book().total();
    assertEquals(total.offered(), total.of(Kind.OTHER));
    assertTrue(failures.lines().get(0).get("detail").asText().contains("no descriptor left"));
  }
}
