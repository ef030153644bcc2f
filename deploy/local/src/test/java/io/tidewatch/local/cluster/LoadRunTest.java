package io.tidewatch.local.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.processes.Supervisor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
  @TempDir private Path folder;

  @Test
  void every_target_is_named_on_one_command_line() {
    Map<String, URI> targets = new LinkedHashMap<>();
    targets.put("a", URI.create("http://10.96.0.5:8080"));
    targets.put("b", URI.create("http://10.96.0.6:8080"));
    assertEquals(
        "--target a=http://10.96.0.5:8080 --target b=http://10.96.0.6:8080 --trace t.csv"
            + " --peak 100.0 --duration 240s --speed 5 --seed 42 --path /api/data"
            + " --out out --progress-json --start-at 2026-01-05T08:00:00Z",
        String.join(" ", plan(targets).words()));
  }

  @Test
  void a_generator_that_is_not_built_is_named() {
    Layout layout = new Layout(folder, folder);
    try (Supervisor children = Supervisor.open(folder.resolve("run"))) {
      assertThrows(
          UserException.class, () -> LoadRun.start(layout, children, plan(new LinkedHashMap<>())));
    }
  }

  private static LoadRun.Plan plan(Map<String, URI> targets) {
    return new LoadRun.Plan(
        targets,
        List.of("--trace", "t.csv"),
        100,
        Duration.ofMinutes(4),
        5,
        42,
        "/api/data",
        Path.of("out"),
        Optional.of(Instant.parse("2026-01-05T08:00:00Z")));
  }
}
