package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveBandTest {
  private final LiveBand band = new LiveBand(GateSettings.DEFAULT);

  @Test
  void a_champion_that_does_what_it_promised_stays() {
    assertEquals(Optional.empty(), band.left(TestingEvidence.of(11).build(), 10));
  }

  @Test
  void an_error_far_above_the_promised_one_leaves_the_band() {
    String why = band.left(TestingEvidence.of(16).build(), 10).orElseThrow();
    assertEquals("WAPE 16.00 % is above 15.00 %, its limit", why);
  }

  @Test
  void an_error_on_its_way_out_of_the_band_asks_for_a_training_and_so_does_one_that_is_out() {
    assertEquals(Optional.empty(), band.drifted(TestingEvidence.of(12).build(), 10));
    assertEquals(
        "WAPE 13.00 % is above 12.50 %: it drifts",
        band.drifted(TestingEvidence.of(13).build(), 10).orElseThrow());
    assertTrue(band.drifted(TestingEvidence.of(16).build(), 10).orElseThrow().contains("limit"));
    assertEquals(Optional.empty(), band.drifted(TestingEvidence.of(90).origins(30).build(), 10));
  }

  @Test
  void who_does_not_beat_the_better_baseline_leaves_the_band_whatever_was_promised() {
    String why = band.left(TestingEvidence.of(20).build(), 100).orElseThrow();
    assertTrue(why.contains("not below the better baseline's 20.00 %"), why);
  }

  @Test
  void an_interval_that_covers_too_little_or_everything_leaves_the_band() {
    assertTrue(band.left(TestingEvidence.of(10).coverage(0.79).build(), 10).isPresent());
    assertTrue(band.left(TestingEvidence.of(10).coverage(0.99).build(), 10).isPresent());
  }

  @Test
  void too_few_truths_demote_nobody() {
    assertEquals(Optional.empty(), band.left(TestingEvidence.of(90).origins(30).build(), 10));
  }

  @Test
  void an_earlier_version_that_suffers_as_much_is_no_way_back() {
    Evidence champion = TestingEvidence.of(16).build();
    assertFalse(band.isBetter(TestingEvidence.of(16).build(), champion));
    assertTrue(band.isBetter(TestingEvidence.of(12).build(), champion));
    assertFalse(band.isBetter(TestingEvidence.of(1).origins(3).build(), champion));
  }

  @Test
  void of_equal_errors_the_interval_nearer_to_90_percent_is_the_better() {
    Evidence champion = TestingEvidence.of(10).coverage(0.7).build();
    assertTrue(band.isBetter(TestingEvidence.of(10).coverage(0.88).build(), champion));
  }
}
