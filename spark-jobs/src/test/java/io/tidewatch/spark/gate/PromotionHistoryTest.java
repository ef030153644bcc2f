package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromotionHistoryTest {
  private static final List<Promotion> LIFE =
      List.of(
          row(1, "1", "1", Promotion.PROMOTED, Promotion.GATE),
          row(2, "2", "1", Promotion.REFUSED, Promotion.GATE),
          row(3, "3", "3", Promotion.PROMOTED, Promotion.GATE),
          row(4, "2", "2", Promotion.PROMOTED, Promotion.MANUAL),
          row(5, "2", "3", Promotion.DEMOTED, Promotion.EVALUATE),
          row(6, "4", "3", Promotion.HELD, Promotion.GATE));

  @Test
  void the_last_move_says_who_is_champion_in_whatever_order_the_rows_are_read() {
    List<Promotion> shuffled = new ArrayList<>(LIFE);
    Collections.reverse(shuffled);
    assertEquals(Optional.of("3"), new PromotionHistory(shuffled).champion());
    assertEquals(Optional.empty(), new PromotionHistory(List.of()).champion());
  }

  @Test
  void a_version_that_was_demoted_is_no_former_champion_to_go_back_to() {
    PromotionHistory history = new PromotionHistory(LIFE);
    assertEquals(List.of("1"), history.formerChampions("3"));
    assertEquals(List.of("3", "1"), history.formerChampions("4"));
  }

  @Test
  void only_a_move_makes_a_champion() {
    PromotionHistory history = new PromotionHistory(LIFE);
    assertTrue(history.wasChampion("2"));
    assertFalse(history.wasChampion("4"));
    assertTrue(history.wasDemoted("2"));
    assertFalse(history.wasDemoted("1"));
  }

  @Test
  void a_pin_that_says_false_is_none() {
    assertTrue(Promotions.pinned(Map.of("pinned", "")));
    assertTrue(Promotions.pinned(Map.of("pinned", "until Friday")));
    assertFalse(Promotions.pinned(Map.of("pinned", "False")));
    assertFalse(Promotions.pinned(Map.of()));
  }

  private static Promotion row(
      long time, String version, String champion, String action, String actor) {
    return new Promotion(
        "id" + time,
        "forecast",
        version,
        champion,
        action,
        actor,
        "why",
        Optional.empty(),
        Instant.ofEpochSecond(time));
  }
}
