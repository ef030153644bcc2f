package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The machine's own Alertmanager on a loopback port, with its data in a directory of ours.
 *
 * @param directory holds {@code alertmanager.yml} and {@code data}
 * @param port where it listens
 * @param configuration the text of its configuration file
 */
public record AlertmanagerServer(Path directory, int port, String configuration) {
  private static final String NAME = "alertmanager";
  private static final String DEBIAN = "prometheus-alertmanager";
  private static final Duration START = Duration.ofSeconds(60);

  public AlertmanagerServer {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Its address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts it and returns once it takes alerts; alone, without the gossip of a cluster. */
  public ManagedProcess start(Supervisor supervisor) {
    FreePorts.requireFree(NAME, port);
    List<String> command =
        List.of(
            program().toString(),
            "--config.file=" + write(),
            "--storage.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=",
            "--log.level=warn");
    return supervisor
        .start(ProcessSpec.of(NAME, command))
        .awaitHttp(url().resolve("/-/ready"), START);
  }

  // Debian renames it.
  private static Path program() {
    return Programs.find(DEBIAN, System.getenv("PATH"))
        .orElseGet(() -> Programs.require(NAME, DEBIAN));
  }

  private Path write() {
    Path file = directory.resolve("alertmanager.yml");
    try {
      Files.createDirectories(directory.resolve("data"));
      return Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
