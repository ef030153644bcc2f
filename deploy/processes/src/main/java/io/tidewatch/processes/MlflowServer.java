package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The real MLflow server on a loopback port: SQLite, its artifact proxy and its UI, one worker.
 *
 * @param directory holds {@code mlflow.db} and {@code artifacts}
 * @param port where it listens
 */
public record MlflowServer(Path directory, int port) {

  /** The version that {@code mlflow/requirements.txt} pins. */
  public static final String VERSION = "3.17.2";

  // A new database takes 14 s on a quiet machine; several runs may share two cores.
  private static final Duration START = Duration.ofSeconds(180);

  public MlflowServer {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Its address: the UI in a browser, and the value of MLFLOW_TRACKING_URI. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts the server and returns once it is healthy. */
  public ManagedProcess start(PythonEnvironment python, Supervisor supervisor) {
    FreePorts.requireFree("mlflow", port);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
    return supervisor
        .start(python.activate(specification(python)))
        .awaitHttp(url().resolve("/health"), START);
  }

  private ProcessSpec specification(PythonEnvironment python) {
    List<String> command =
        List.of(
            python.program("mlflow").toString(),
            "server",
            "--host=127.0.0.1",
            "--port=" + port,
            "--workers=1",
            "--backend-store-uri=sqlite:///" + directory.resolve("mlflow.db"),
            "--serve-artifacts",
            "--artifacts-destination=" + directory.resolve("artifacts"));
    return ProcessSpec.of("mlflow", command)
        .in(directory)
        // Job execution would add eight processes and 2 GiB for features that are not used here.
        .with("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false")
        .with("MLFLOW_DISABLE_TELEMETRY", "true")
        // Meant for our clients; the server would take them for its own settings.
        .without("MLFLOW_TRACKING_URI")
        .without("MLFLOW_TRACKING_TOKEN")
        .without("MLFLOW_TRACKING_USERNAME")
        .without("MLFLOW_TRACKING_PASSWORD");
  }
}
