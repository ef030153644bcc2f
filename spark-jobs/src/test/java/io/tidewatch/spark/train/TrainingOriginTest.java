package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingOriginTest {
  @Test
  void a_training_started_by_a_scheduler_names_application_uid_and_date() {
    assertEquals(
        Map.of(
            "tidewatch.origin.application", "train-forecast-2026-11-29-ab12",
            "tidewatch.origin.uid", "5f0c",
            "tidewatch.origin.date", "2026-11-29T02:00:00+00:00"),
        TrainingOrigin.tags(
            Map.of(
                "TIDEWATCH_RUN_APPLICATION", "train-forecast-2026-11-29-ab12",
                "TIDEWATCH_RUN_UID", "5f0c",
                "TIDEWATCH_RUN_DATE", "2026-11-29T02:00:00+00:00",
                "HOME", "/home/spark")));
  }

  @Test
  void what_the_environment_leaves_empty_or_out_is_no_tag() {
    assertEquals(
        Map.of("tidewatch.origin.uid", "5f0c"),
        TrainingOrigin.tags(Map.of("TIDEWATCH_RUN_UID", "5f0c", "TIDEWATCH_RUN_DATE", " ")));
  }
}
