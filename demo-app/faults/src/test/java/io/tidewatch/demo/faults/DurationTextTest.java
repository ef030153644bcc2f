package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  @Property
  void readsWhatPeopleWrite(
      @ForAll @IntRange(max = 23) int hours,
      @ForAll @IntRange(max = 59) int minutes,
      @ForAll @IntRange(min = 1, max = 59) int seconds) {
    String text =
        (hours > 0 ? hours + "h" : "") + (minutes > 0 ? minutes + "m" : "") + seconds + "s";
    Duration whole = Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds);
    assertEquals(whole, new DurationText().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m5", "0s", "-3s", "25h", "5 m", "1.5h"})
  void refusesWhatIsNoDuration(String text) {
    assertThrows(TypeConversionException.class, () -> new DurationText().convert(text));
  }
}
