package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetBookTest {
  private static final long MILLI = 1_000_000;

  private final TargetBook book = new TargetBook("a", StepGrid.at(Instant.ofEpochSecond(1_000), 5));

  @Test
  void a_step_is_shown_once_it_is_over_and_its_last_request_has_ended() {
    book.sent(0, 0);
    book.sent(1, 0);
    book.ended(1, Answer.ofStatus(200), 10 * MILLI);
    book.reached(2);
    assertTrue(book.rows(0).isEmpty(), "step 0 still waits for an answer");

    book.ended(0, Answer.ofStatus(200), 9_000 * MILLI);

    assertEquals(2, book.rows(0).size());
    assertEquals(1_012_000, book.rows(1).get(0).startEpochMillis());
    assertEquals(9_000, book.rows(0).get(0).counts().latency().orElseThrow().max(), 10);
  }

  @Test
  void steps_without_a_request_are_rows_too_without_latencies() {
    book.reached(3);

    assertEquals(3, book.rows(0).size());
    assertEquals(0, book.rows(0).get(1).counts().offered());
    assertTrue(book.rows(0).get(1).counts().latency().isEmpty());
  }

  @Test
  void quick_refusals_do_not_make_a_target_look_fast_but_time_outs_make_it_slow() {
    for (Answer answer :
        new Answer[] {
          Answer.ofStatus(200),
          Answer.ofStatus(503),
          Answer.ofStatus(404),
          Answer.ofFailure(new java.net.ConnectException("refused")),
          Answer.ofFailure(new java.net.http.HttpTimeoutException("late"))
        }) {
      book.sent(0, 0);
      long latency = answer.kind() == Kind.TIMEOUT ? 10_000 : answer.kind() == Kind.OK ? 1_000 : 1;
      book.ended(0, answer, latency * MILLI);
    }

    Counts total = book.total();
    assertEquals(4, total.failed());
    assertEquals(1, total.of(Kind.HTTP_5XX));
    assertEquals(1, total.of(Kind.HTTP_4XX));
    assertEquals(1, total.of(Kind.CONNECT));
    assertEquals(1, total.of(Kind.TIMEOUT));
    assertEquals(1_000, total.latency().orElseThrow().p50(), 1);
    assertEquals(10_000, total.latency().orElseThrow().p95(), 10);
  }
}
