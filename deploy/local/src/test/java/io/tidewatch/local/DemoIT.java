package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop with all real servers, on as little history as there can be. */
@Tag("demo")
class DemoIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void a_short_demo_lands_learns_serves_decides_and_ends_clean() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "Prometheus is not installed");
    assumeTrue(PythonEnvironment.find().isPresent(), "the MLflow server is not installed");
    Path home = folder.resolve("a home");
    Path results = folder.resolve("results.json");
    Path printed = folder.resolve("printed.txt");
    Process demo = start(home, printed, "demo", "--days=4", "--seconds=12", "--json=" + results);
    assertTrue(demo.waitFor(10, TimeUnit.MINUTES), "it hangs");
    String told = Files.readString(printed);
    assertEquals(0, demo.exitValue(), told);
    assertComplete(ResultFile.read(results, JsonNode.class).orElseThrow());
    Path report = home.resolve("demo/report");
    assertTrue(Files.size(report.resolve("index.html")) > 50_000, told);
    assertTrue(Files.size(report.resolve("report.png")) > 10_000, told);
    assertEquals(List.of(), leftOvers(home));
  }

  private static Process start(Path home, Path printed, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(ROOT.resolve("deploy/local/target/tidewatch-local.jar").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().put("TIDEWATCH_HOME", home.toString());
    builder.environment().remove(LocalMlflow.VARIABLE);
    return builder.start();
  }

  private static void assertComplete(JsonNode results) {
    assertTrue(results.at("/rows_landed/metrics").asLong() > 50_000, results.toString());
    assertTrue(results.at("/rows_landed/log_lines").asLong() > 20_000, results.toString());
    assertTrue(results.at("/rows_landed/log_templates").asLong() > 20, results.toString());
    assertTrue(results.path("log_lead_min").asInt() >= 5, results.toString());
    assertEquals(6 * 3 * 3, results.path("forecast").size());
    assertTrue(results.path("autoscale").size() >= 3, results.toString());
    assertTrue(results.path("decisions").asInt() >= 6, results.toString());
    assertEquals("forecast", results.at("/models/0/name").asText());
    assertTrue(results.path("peak_rss_mib").asInt() > 500);
  }

  private static List<String> leftOvers(Path home) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(home.toString()))
        .toList();
  }
}
