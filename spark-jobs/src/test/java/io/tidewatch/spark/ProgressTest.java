package io.tidewatch.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);

  @Test
  void a_terminal_sees_a_bar_with_rate_and_time_left() {
    Progress progress = progress(true);
    pass(Duration.ofSeconds(10));
    progress.done(5, 10_000);
    String line = said.toString(StandardCharsets.UTF_8);
    assertTrue(line.startsWith("\r"), line);
    assertTrue(
        line.endsWith(
            "repair: [############------------]  50 %  10,000 rows, 1,000 rows/s, 0:10 left"),
        line);
  }

  @Test
  void elsewhere_there_is_a_line_a_minute() {
    Progress progress = progress(false);
    for (int part = 1; part <= 5; part++) {
      pass(Duration.ofSeconds(30));
      progress.done(part, part);
    }
    progress.end();
    assertEquals(2, said.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void long_times_are_told_in_hours() {
    Progress progress = progress(true);
    pass(Duration.ofHours(1));
    progress.done(1, 0);
    assertTrue(said.toString(StandardCharsets.UTF_8).endsWith(", 9 h 00 min left"));
  }

  private Progress progress(boolean terminal) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Progress(out, clock, terminal, "repair", 10);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
