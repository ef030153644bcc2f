package io.tidewatch.local;

import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The MLflow server of this machine. Its address lies beside its data, so that a second command
 * uses the server that a first one runs instead of starting another on the same database.
 *
 * @param directory holds its data
 */
public record LocalMlflow(Path directory) {
  /** Names an existing server, for us as for every MLflow client. */
  public static final String VARIABLE = "MLFLOW_TRACKING_URI";

  /** The server whose data lie in this directory. */
  public static LocalMlflow in(Path directory) {
    return new LocalMlflow(directory.toAbsolutePath());
  }

  /** Whether the environment names a server of the user's, so that none of ours is needed. */
  public static boolean isNamed(Map<String, String> environment) {
    return !environment.getOrDefault(VARIABLE, "").isBlank();
  }

  /** The address of the running server, or of one that is started now and ends with the others. */
  public URI reachOrStart(Supervisor children) {
    return running().orElseGet(() -> start(children));
  }

  /** Starts a server on a free port and returns its address once it is healthy. */
  public URI start(Supervisor children) {
    MlflowServer server = new MlflowServer(directory, FreePorts.next());
    server.start(PythonEnvironment.require(), children);
    try {
      Files.writeString(addressFile(), server.url() + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + addressFile(), e);
    }
    return server.url();
  }

  private Optional<URI> running() {
    try {
      URI url = URI.create(Files.readString(addressFile()).strip());
      return answers(url.resolve("/health")) ? Optional.of(url) : Optional.empty();
    } catch (IOException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private Path addressFile() {
    return directory.resolve("url");
  }

  private static boolean answers(URI url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(3_000);
    try {
      return connection.getResponseCode() == 200
          && new String(connection.getInputStream().readNBytes(2), StandardCharsets.UTF_8)
              .equals("OK");
    } finally {
      connection.disconnect();
    }
  }
}
