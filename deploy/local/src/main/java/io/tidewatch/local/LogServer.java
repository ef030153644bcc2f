package io.tidewatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Our own log server, which stands in for a Loki on one machine.
 *
 * @param url where it listens
 */
public record LogServer(URI url) {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration IMPORT = Duration.ofMinutes(5);

  /** Starts it on a port of the loopback address and returns once it answers. */
  public static LogServer start(
      Layout layout, Supervisor children, Path data, int port, int keepDays) {
    FreePorts.requireFree("the log server", port);
    LogServer server = new LogServer(URI.create("http://127.0.0.1:" + port));
    List<String> words = List.of("--port=" + port, "--data=" + data, "--keep-days=" + keepDays);
    children
        .start(Module.LOKI.start(layout, Module.LOKI.processName(), words))
        .awaitHttp(server.url.resolve("/ready"), START);
    return server;
  }

  /**
   * Takes in a file of history.
   *
   * @return the number of its lines
   */
  public long importHistory(Path file) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve("/tidewatch/import"))
              .timeout(IMPORT)
              .POST(HttpRequest.BodyPublishers.ofFile(file))
              .build();
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ProcessException(
            "the log server did not take the history " + file,
            "it answered " + answer.statusCode() + ": " + answer.body().strip(),
            "see its log, loki.log");
      }
      JsonNode told = ResultFile.parse(answer.body());
      return told.path("lines").asLong();
    } catch (IOException e) {
      throw new ProcessException(
          "the log server did not take the history " + file, e.toString(), "see loki.log");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException(
          "importing the logs was interrupted", "we are ending", "try again");
    }
  }
}
