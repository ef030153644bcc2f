package io.tidewatch.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingConfigTest {
  private static final Map<String, String> MLFLOW =
      Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:5001");

  @TempDir Path directory;
  private Optional<Path> tokenFile = Optional.empty();
  private String accessLog = "off";

  @Test
  void every_option_is_taken() throws IOException {
    ServingConfig config =
        ServingConfig.of(
            raw(
                catalogue(),
                "http://127.0.0.1:9090",
                Optional.of("http://mlflow:1"),
                "::1",
                "0",
                "7"),
            MLFLOW);
    assertEquals("http://mlflow:1", config.mlflow().server().toString());
    assertEquals("http://127.0.0.1:9090", config.prometheus().url().toString());
    assertEquals(Duration.ofSeconds(7), config.settings().refresh());
    assertEquals(0, config.settings().http().door().port());
    assertEquals("::1", config.settings().http().door().host());
    assertEquals(directory, config.settings().cache());
    assertEquals(1, config.settings().catalogue().workloads().size());
  }

  @Test
  void mlflow_is_taken_from_the_environment_if_it_is_not_given() throws IOException {
    ServingConfig config =
        ServingConfig.of(
            raw(catalogue(), "http://p:9090", Optional.empty(), "127.0.0.1", "1", "1"), MLFLOW);
    assertEquals("http://127.0.0.1:5001", config.mlflow().server().toString());
  }

  @Test
  void every_bad_value_is_listed_at_once() {
    tokenFile = Optional.of(directory.resolve("no-token"));
    accessLog = directory.toString();
    UserException refused =
        assertThrows(
            UserException.class,
            () ->
                ServingConfig.of(
                    raw(
                        directory.resolve("none.yaml"),
                        "ftp://x",
                        Optional.empty(),
                        " ",
                        "99999",
                        "soon"),
                    Map.of()));
    for (String option :
        new String[] {
          "--catalogue",
          "--prometheus",
          "--mlflow",
          "--host",
          "--port",
          "--refresh-seconds",
          "--token-file",
          "--access-log"
        }) {
      assertTrue(refused.getMessage().contains(option + ":"), refused.getMessage());
    }
  }

  @Test
  void bad_options_end_the_process_with_code_2() {
    assertEquals(
        2,
        ServingMain.run(
            "--catalogue",
            directory.resolve("none.yaml").toString(),
            "--prometheus",
            "http://127.0.0.1:1",
            "--cache",
            directory.toString()));
    assertEquals(2, ServingMain.run("--no-such-option"));
  }

  private Path catalogue() throws IOException {
    return Files.writeString(
        directory.resolve("catalogue.yaml"),
        """
        queries: [ { name: demand, promql: x } ]
        workloads: [ { workload: shop/web, demand: demand } ]
        """);
  }

  private ServingConfig.Raw raw(
      Path catalogue,
      String prometheus,
      Optional<String> mlflow,
      String host,
      String port,
      String refresh) {
    return new ServingConfig.Raw(
        catalogue,
        prometheus,
        ApiAccess::open,
        mlflow,
        directory,
        host,
        port,
        refresh,
        (at, number) -> new Door(at, number, tokenFile, false, Optional.empty()),
        accessLog);
  }
}
