package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  private final DurationText text = new DurationText();

  @Test
  void durations_are_read_as_people_write_them() {
    assertEquals(Duration.ofMillis(500), text.convert("500ms"));
    assertEquals(Duration.ofSeconds(10), text.convert("10s"));
    assertEquals(Duration.ofMinutes(90), text.convert("1h30m"));
  }

  @Test
  void anything_else_is_refused() {
    for (String wrong : new String[] {"", "10", "s", "-5s", "1d", "10 s", "1.5h"}) {
      assertThrows(TypeConversionException.class, () -> text.convert(wrong), wrong);
    }
  }
}
