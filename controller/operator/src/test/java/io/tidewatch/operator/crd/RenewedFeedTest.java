package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewedFeedTest {
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private final TestingClock clock = new TestingClock();
  private final List<TestingFeed> opened = new ArrayList<>();
  private final RenewedFeed feed = new RenewedFeed(this::open, SILENCE, clock);

  @Test
  void before_the_first_list_is_whole_nothing_is_known() {
    assertEquals(Optional.empty(), feed.items());
    opened.get(0).synced = true;
    assertEquals(1, feed.items().orElseThrow().size());
  }

  @Test
  void a_feed_that_is_heard_is_kept() {
    opened.get(0).synced = true;
    for (int minute = 0; minute < 30; minute++) {
      clock.pass(Duration.ofMinutes(1));
      opened.get(0).lastSign = clock.instant();
      feed.items();
    }
    assertEquals(1, opened.size());
  }

  @Test
  void a_silent_feed_serves_until_a_new_one_is_whole() {
    opened.get(0).synced = true;
    clock.pass(SILENCE);
    feed.items();
    assertEquals(2, opened.size());
    assertFalse(opened.get(0).closed);
    assertEquals("of 0", feed.items().orElseThrow().get(0).name());
    opened.get(1).synced = true;
    assertEquals("of 1", feed.items().orElseThrow().get(0).name());
    assertTrue(opened.get(0).closed);
  }

  @Test
  void a_new_one_that_hangs_too_is_given_up_and_the_old_copy_is_kept() {
    opened.get(0).synced = true;
    clock.pass(SILENCE);
    feed.items();
    clock.pass(SILENCE);
    feed.items();
    assertEquals(3, opened.size());
    assertTrue(opened.get(1).closed);
    assertEquals("of 0", feed.items().orElseThrow().get(0).name());
  }

  private Feed open() {
    TestingFeed next = new TestingFeed("of " + opened.size(), clock.instant());
    opened.add(next);
    return next;
  }

  private static final class TestingFeed implements Feed {
    private final String name;
    private Instant lastSign;
    private boolean synced;
    private boolean closed;

    TestingFeed(String name, Instant now) {
      this.name = name;
      this.lastSign = now;
    }

    @Override
    public boolean synced() {
      return synced;
    }

    @Override
    public Instant lastSign() {
      return lastSign;
    }

    @Override
    public List<ScalerObject> items() {
      return List.of(TestingScalers.minimal(name));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
