package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir private Path folder;

  @Test
  void a_training_is_read_whatever_else_the_file_holds() throws IOException {
    Path file =
        write(
            """
            {"forecast":[{"workload":"shop/web","horizon":5,"method":"tidewatch","wape":7.3,
              "origins":640,"coverage90":0.91,"width90":18.2}],
             "models":[{"name":"forecast","version":"3","alias":"champion","runId":"r"}],
             "champion":true,"reason":"beats both","rows":98000,"trees":50}
            """);
    Training training = ResultFile.read(file, Training.class).orElseThrow();
    assertTrue(training.champion());
    assertEquals(91, training.forecast().get(0).coverage90().orElseThrow(), 1e-9);
    assertEquals("champion", training.models().get(0).alias());
  }

  @Test
  void a_replay_is_read_with_its_curves() throws IOException {
    Path file =
        write(
            """
            {"runs":[{"trace":"wc98","startup_s":60,"policy":"oracle","violation_min":0,
              "pod_hours":871.5,"relative":1}],
             "forecast":[{"trace":"wc98","horizon":5,"method":"tidewatch","wape":5.1,"origins":9}],
             "curves":[{"trace":"wc98","startup_s":60,"startTime":"2026-11-20T10:00:00Z",
               "stepSeconds":60,"unit":"requests/s","capacity":12.5,"demand":[1.5,2],
               "replicas":{"oracle":[2,3]}}]}
            """);
    Backtest backtest = ResultFile.read(file, Backtest.class).orElseThrow();
    assertEquals(871.5, backtest.runs().get(0).podHours());
    assertEquals("wc98", backtest.forecast().get(0).workload());
    assertArrayEquals(new int[] {2, 3}, backtest.curves().get(0).replicas().get("oracle"));
  }

  @Test
  void a_file_that_is_not_there_is_nothing() {
    assertTrue(ResultFile.read(folder.resolve("none.json"), Backtest.class).isEmpty());
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("result.json"), json);
  }
}
