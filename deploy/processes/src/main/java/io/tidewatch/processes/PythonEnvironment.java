package io.tidewatch.processes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A Python virtual environment with the MLflow server, as {@code mlflow/install.sh} makes it.
 *
 * @param directory the environment's root
 */
public record PythonEnvironment(Path directory) {

  /** Names the environment to use instead of the one in the cache. */
  public static final String VARIABLE = "TIDEWATCH_MLFLOW_VENV";

  private static final String STAMP = "tidewatch.stamp";

  public PythonEnvironment {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The environment that this process's variables and home directory lead to, if installed. */
  public static Optional<PythonEnvironment> find() {
    return find(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** {@link #find}, or a {@link ProcessException} that says how to install it. */
  public static PythonEnvironment require() {
    return find()
        .orElseThrow(
            () ->
                new ProcessException(
                    "the MLflow server is not installed",
                    VARIABLE + " names no environment with bin/mlflow, and the cache has none",
                    "run: mlflow/install.sh ~/.cache/tidewatch/mlflow-" + MlflowServer.VERSION));
  }

  static Optional<PythonEnvironment> find(Map<String, String> variables, Path home) {
    String named = variables.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(new PythonEnvironment(Path.of(named))).filter(PythonEnvironment::isUsable);
    }
    Path cached = home.resolve(".cache/tidewatch/mlflow-" + MlflowServer.VERSION);
    // The stamp is written last: without it the installation is half done.
    return Optional.of(new PythonEnvironment(cached))
        .filter(found -> found.isUsable() && Files.exists(cached.resolve(STAMP)));
  }

  /** A program of the environment, such as {@code mlflow}. */
  public Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /**
   * The specification with this environment's programs first, and without the caller's Python
   * settings.
   */
  ProcessSpec activate(ProcessSpec spec) {
    String path = directory.resolve("bin") + ":" + System.getenv("PATH");
    return spec.with("PATH", path)
        .with("VIRTUAL_ENV", directory.toString())
        .without("PYTHONHOME")
        .without("PYTHONPATH")
        // Without compiled byte code every start takes 3 to 6 times as long.
        .without("PYTHONDONTWRITEBYTECODE");
  }

  private boolean isUsable() {
    return Files.isExecutable(program("mlflow"));
  }
}
