package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.DecisionRecord.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModeSwitchTest {
  @Test
  void without_a_word_the_process_decides() {
    assertEquals(Mode.ACT, ModeSwitch.limited(Mode.ACT, Optional.empty()));
    assertEquals(Mode.CANARY, ModeSwitch.limited(Mode.CANARY, Optional.empty()));
  }

  @Test
  void the_switch_takes_away_and_never_gives() {
    assertEquals(Mode.RECOMMEND, ModeSwitch.limited(Mode.ACT, Optional.of("recommend")));
    assertEquals(Mode.OBSERVE, ModeSwitch.limited(Mode.OBSERVE, Optional.of("act")));
    assertEquals(Mode.CANARY, ModeSwitch.limited(Mode.CANARY, Optional.of(" canary\n")));
  }

  @Test
  void a_word_that_is_no_mode_stops_everything() {
    for (String word : new String[] {"off", "", "ACT", "act!"}) {
      assertEquals(Mode.OBSERVE, ModeSwitch.limited(Mode.ACT, Optional.of(word)), word);
    }
  }
}
