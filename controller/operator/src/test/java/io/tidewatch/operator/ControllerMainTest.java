package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.IncidentConfig;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.Door;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControllerMainTest {
  @TempDir Path directory;

  @Test
  void a_mode_that_acts_without_a_cluster_and_a_word_that_is_no_mode_are_refused() {
    UserException refused = refused("http://127.0.0.1:9090", 8080, "act");
    assertTrue(refused.reason().contains("needs --kubernetes"), refused.reason());
    UserException unknown = refused("http://127.0.0.1:9090", 8080, "yolo");
    assertTrue(unknown.reason().contains("observe, recommend, canary, act"), unknown.reason());
    assertEquals(2, run("--mode", "act"));
  }

  @Test
  void all_mistakes_are_listed_at_once() {
    String reason = refused("ftp://nowhere", 70_000, "canary").reason();
    assertTrue(reason.contains("--prometheus ftp://nowhere"), reason);
    assertTrue(reason.contains("--port 70000"), reason);
    assertTrue(reason.contains("--mode canary"), reason);
  }

  @Test
  void a_catalogue_that_is_not_there_ends_with_2() {
    assertEquals(2, run());
  }

  @Test
  void without_a_file_and_without_kubernetes_there_is_nothing_to_decide_about() {
    assertEquals(
        2,
        quiet()
            .execute(
                "--prometheus=http://127.0.0.1:9090",
                "--serving=http://127.0.0.1:5000",
                "--state=" + directory.resolve("state")));
  }

  @Test
  void a_kubeconfig_that_is_not_there_ends_with_2() {
    assertEquals(
        2,
        quiet()
            .execute(
                "--kubernetes",
                "--kubeconfig=" + directory.resolve("missing"),
                "--port=0",
                "--prometheus=http://127.0.0.1:9090",
                "--serving=http://127.0.0.1:5000",
                "--state=" + directory.resolve("state")));
  }

  @Test
  void a_missing_option_ends_with_2() {
    assertEquals(2, quiet().execute("--serving", "http://127.0.0.1:5000"));
  }

  private int run(String... more) {
    String missing = directory.resolve("missing.yaml").toString();
    String[] all = {
      "--catalogue=" + missing,
      "--prometheus=http://127.0.0.1:9090",
      "--serving=http://127.0.0.1:5000",
      "--state=" + directory.resolve("state"),
      String.join("=", more)
    };
    return quiet().execute(more.length == 0 ? Arrays.copyOf(all, 4) : all);
  }

  private static CommandLine quiet() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return ControllerMain.commandLine().setErr(nowhere).setOut(nowhere);
  }

  private UserException refused(String prometheus, int port, String mode) {
    return assertThrows(
        UserException.class,
        () ->
            ControllerOptions.of(
                Optional.of(directory),
                Optional.empty(),
                Optional.empty(),
                IncidentConfig.nobody(),
                prometheus,
                ApiAccess.open(),
                "http://127.0.0.1:5000",
                ApiAccess.open(),
                directory,
                Door.open("127.0.0.1", port),
                mode));
  }
}
