package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Property(tries = 200)
  void pauses_grow_to_five_minutes_and_are_never_below_half(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Backoff backoff = Backoff.none();
    Instant now = NOON;
    for (int i = 0; i < 15; i++) {
      backoff = backoff.failed(now, Optional.empty(), random);
      long most = Math.min(2L << i, 300);
      Duration pause = Duration.between(now, backoff.next());
      assertTrue(pause.toMillis() <= most * 1_000, "at most " + most + " s: " + pause);
      assertTrue(pause.toMillis() >= most * 500, "at least half of " + most + " s: " + pause);
      now = backoff.next();
    }
  }

  @Property(tries = 100)
  void an_hour_of_failures_is_at_most_forty_tries(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Backoff backoff = Backoff.none();
    Instant now = NOON;
    while (now.isBefore(NOON.plus(Duration.ofHours(1)))) {
      backoff = backoff.failed(now, Optional.empty(), random);
      now = backoff.next();
    }
    assertTrue(backoff.failures() <= 40, "tries: " + backoff.failures());
  }

  @Test
  void who_asks_for_more_gets_it_up_to_an_hour() {
    SplittableRandom random = new SplittableRandom(1);
    Backoff asked = Backoff.none().failed(NOON, Optional.of(Duration.ofMinutes(7)), random);
    assertEquals(NOON.plus(Duration.ofMinutes(7)), asked.next());
    Backoff cheeky = Backoff.none().failed(NOON, Optional.of(Duration.ofDays(9)), random);
    assertEquals(NOON.plus(Duration.ofHours(1)), cheeky.next());
  }

  @Test
  void a_success_forgets_the_failures() {
    SplittableRandom random = new SplittableRandom(1);
    Backoff backoff = Backoff.none().failed(NOON, Optional.empty(), random);
    backoff = backoff.succeeded(NOON, Duration.ofSeconds(5));
    assertEquals(new Backoff(0, NOON.plusSeconds(5)), backoff);
    assertTrue(backoff.holds(NOON.plusSeconds(4)));
  }
}
