package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.log.LogLine;
import io.tidewatch.source.LogResult;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.StepRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process is killed while it is written to, again and again. */
class LokiKillIT {
  private static final Duration STEP = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void what_was_acknowledged_is_there_once_after_each_kill() throws Exception {
    SplittableRandom random = new SplittableRandom(42);
    List<String> acknowledged = new ArrayList<>();
    long now = Instant.now().getEpochSecond();
    for (int life = 0; life < 3; life++) {
      Process process = start();
      URI url = url(process);
      int pushes = 20 + random.nextInt(40);
      for (int push = 0; push < pushes; push++) {
        String line = "life " + life + " push " + push;
        if (send(url, now, line) == 204) {
          acknowledged.add(line);
        }
      }
      // One more is under way while the process dies; it may be there or not, but not in half.
      String last = "life " + life + " last";
      Thread sender = new Thread(() -> sendQuietly(url, now, last));
      sender.start();
      process.destroyForcibly().waitFor();
      sender.join();
    }
    Process process = start();
    try {
      List<String> found = lines(url(process), now);
      List<String> sure = found.stream().filter(line -> !line.endsWith("last")).toList();
      assertEquals(new HashSet<>(acknowledged), new HashSet<>(sure));
      assertEquals(acknowledged.size(), sure.size());
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static List<String> lines(URI url, long now) {
    long step = now / STEP.toSeconds();
    LogResult result =
        LokiClient.of(LokiEndpoint.of(url))
            .lines("{app=\"web\"}", STEP, new StepRange(step - 2, step + 2));
    assertEquals(List.of(), result.gaps());
    return result.lines().stream().map(LogLine::text).toList();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LokiMain.class.getName(),
            "--port",
            "0",
            "--data",
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static URI url(Process process) throws IOException {
    String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    return URI.create(line.substring(line.indexOf("http")));
  }

  private int send(URI url, long second, String line) throws Exception {
    String body =
        "{\"streams\":[{\"stream\":{\"app\":\"web\"},\"values\":[[\""
            + second * 1_000_000_000L
            + "\",\""
            + line
            + "\"]]}]}";
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/loki/api/v1/push"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void sendQuietly(URI url, long second, String line) {
    try {
      send(url, second, line);
    } catch (Exception killed) {
      // As it should be: the server died under this push.
    }
  }
}
