package io.tidewatch.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {

  @TempDir Path home;

  @Test
  void a_cached_environment_counts_only_when_its_installation_was_finished() throws Exception {
    Path cached = environment(home.resolve(".cache/tidewatch/mlflow-" + MlflowServer.VERSION));
    assertEquals(Optional.empty(), PythonEnvironment.find(Map.of(), home));
    Files.writeString(cached.resolve("tidewatch.stamp"), "x");
    assertEquals(
        Optional.of(new PythonEnvironment(cached)), PythonEnvironment.find(Map.of(), home));
  }

  @Test
  void the_variable_goes_before_the_cache() throws Exception {
    Path own = environment(home.resolve("own"));
    Map<String, String> variables = Map.of(PythonEnvironment.VARIABLE, own.toString());
    assertEquals(Optional.of(new PythonEnvironment(own)), PythonEnvironment.find(variables, home));
  }

  @Test
  void a_variable_that_leads_nowhere_is_not_silently_replaced_by_the_cache() throws Exception {
    Path cached = environment(home.resolve(".cache/tidewatch/mlflow-" + MlflowServer.VERSION));
    Files.writeString(cached.resolve("tidewatch.stamp"), "x");
    Map<String, String> variables = Map.of(PythonEnvironment.VARIABLE, "/no/such/place");
    assertEquals(Optional.empty(), PythonEnvironment.find(variables, home));
  }

  @Test
  void the_lock_pins_the_version_that_the_code_names() throws Exception {
    Path lock = Path.of("../../mlflow/requirements.txt");
    assertTrue(Files.readAllLines(lock).contains("mlflow==" + MlflowServer.VERSION));
  }

  private static Path environment(Path directory) throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    assertTrue(Files.createFile(bin.resolve("mlflow")).toFile().setExecutable(true));
    return directory;
  }
}
