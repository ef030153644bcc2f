package io.tidewatch.spark.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The log server of one machine as a process of its own, and a way to write to it. */
public final class TestingLogServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final ProcessSpec program;
  private final Supervisor children;
  private ManagedProcess process;

  private TestingLogServer(URI url, ProcessSpec program, Supervisor children) {
    this.url = url;
    this.program = program;
    this.children = children;
    this.process = startProcess();
  }

  /** Starts it on a free port of the loopback address. */
  public static TestingLogServer start(Path data, Supervisor children) {
    int port = FreePorts.next();
    List<String> arguments = List.of("--port=" + port, "--data=" + data);
    ProcessSpec program = ProcessSpec.ofJar("loki", jar(), List.of("-Xmx256m"), arguments);
    return new TestingLogServer(URI.create("http://127.0.0.1:" + port), program, children);
  }

  private ManagedProcess startProcess() {
    return children.start(program).awaitHttp(url.resolve("/ready"), Duration.ofSeconds(60));
  }

  /** Ends it as a power cut does. */
  public void kill() {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    process.awaitExit(Duration.ofSeconds(10));
  }

  /** Starts it again, on what is on its disk. */
  public void startAgain() {
    process.close();
    process = startProcess();
  }

  // The build of this module comes after that of the server, so the jar is there.
  private static Path jar() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      Path jar = folder.resolve("deploy/local/loki/target/tidewatch-loki.jar");
      if (Files.isRegularFile(jar)) {
        return jar;
      }
    }
    throw new IllegalStateException(
        "the log server's jar is not built: run mvn package -pl deploy/local/loki");
  }

  public URI url() {
    return url;
  }

  /** Writes the lines of one stream: nanoseconds since the epoch, text. */
  public void push(Map<String, String> labels, List<Map.Entry<Long, String>> lines) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("streams").add(stream(labels, lines));
    post("/loki/api/v1/push", body.toString(), 204);
  }

  /** The same for lines that are older than a log server takes. */
  public void importHistory(Map<String, String> labels, List<Map.Entry<Long, String>> lines) {
    post("/tidewatch/import", stream(labels, lines).toString(), 200);
  }

  private static ObjectNode stream(
      Map<String, String> labels, List<Map.Entry<Long, String>> lines) {
    ObjectNode stream = JSON.createObjectNode();
    ObjectNode names = stream.putObject("stream");
    labels.forEach(names::put);
    ArrayNode values = stream.putArray("values");
    lines.forEach(line -> values.addArray().add(Long.toString(line.getKey())).add(line.getValue()));
    return stream;
  }

  private void post(String path, String body, int expected) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException failure) {
      throw new IllegalStateException(path, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
