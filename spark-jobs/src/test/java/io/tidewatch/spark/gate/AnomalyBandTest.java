package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.gate.AnomalyEvidence.Alarms;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyBandTest {
  private final AnomalyBand band = new AnomalyBand(AnomalyLimits.DEFAULT);

  @Test
  void a_champion_within_its_budget_stays() {
    assertEquals(Optional.empty(), band.left(live(1_000, 50, 100)));
    assertEquals(Optional.empty(), band.drifted(live(1_000, 50, 100)));
  }

  @Test
  void more_alarms_than_the_budget_ask_for_a_training_before_they_cost_the_office() {
    assertEquals(Optional.empty(), band.left(live(1_000, 80, 100)));
    assertEquals(
        "115.2 alarms per pod-day are above the budget of 72",
        band.drifted(live(1_000, 80, 100)).orElseThrow());
    assertEquals(
        "158.4 alarms per pod-day are above 144, its limit",
        band.left(live(1_000, 110, 150)).orElseThrow());
  }

  @Test
  void a_champion_that_finds_no_more_than_chance_leaves_the_band() {
    String why = band.left(live(1_000, 10, 3)).orElseThrow();
    assertTrue(why.startsWith("it finds 0.5 % of planted faults beyond chance"), why);
    assertEquals(why, band.drifted(live(1_000, 10, 3)).orElseThrow());
  }

  @Test
  void too_few_rows_demote_nobody() {
    assertEquals(Optional.empty(), band.left(live(99, 99, 0)));
    assertEquals(Optional.empty(), band.drifted(live(99, 99, 0)));
  }

  @Test
  void an_earlier_version_that_suffers_as_much_is_no_way_back() {
    assertFalse(band.isBetter(live(1_000, 110, 150)));
    assertFalse(band.isBetter(live(50, 0, 50)), "nothing is known of it");
    assertTrue(band.isBetter(live(1_000, 20, 50)));
  }

  private static AnomalyEvidence live(long rows, long alarms, long foundOf200) {
    return new AnomalyEvidence(
        List.of(new Alarms("shop/web", rows, alarms)),
        List.of(new Alarms("spike", 200, foundOf200)),
        1,
        1);
  }
}
