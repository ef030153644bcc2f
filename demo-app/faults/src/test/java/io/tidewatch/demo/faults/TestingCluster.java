package io.tidewatch.demo.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The tool in front of a scripted kubectl; time passes only when the tool waits. */
final class TestingCluster extends Clock {
  private final Path folder;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private int pauses;
  private OnPause onPause = pause -> {};
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  TestingCluster(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    Path program = folder.resolve("kubectl");
    try (InputStream source = TestingCluster.class.getResourceAsStream("kubectl")) {
      Files.copy(source, program);
    }
    program.toFile().setExecutable(true);
  }

  TestingCluster withPod(String name, int restarts, String lastReason) throws IOException {
    String last =
        lastReason.isEmpty()
            ? "{}"
            : "{\"terminated\":{\"reason\":\"%s\",\"finishedAt\":\"2026-01-01T12:00:04Z\"}}"
                .formatted(lastReason);
    return put(
        "pod-" + name + ".json",
        """
        {"metadata":{"name":"%s","uid":"uid-of-%s"},
         "spec":{"nodeName":"n1","containers":[{"ports":[{"containerPort":8080},{"containerPort":8081}]}]},
         "status":{"phase":"Running","containerStatuses":[{"restartCount":%d,"state":{},"lastState":%s}]}}
        """
            .formatted(name, name, restarts, last));
  }

  TestingCluster withPage(String pod) throws IOException {
    Files.createDirectories(folder.resolve("page-" + pod));
    return this;
  }

  TestingCluster withNode(String name) throws IOException {
    Files.createDirectories(folder.resolve("node-" + name));
    return this;
  }

  TestingCluster put(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    return this;
  }

  void remove(String file) throws IOException {
    Files.delete(folder.resolve(file));
  }

  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  /** What happens while the tool waits for the first, second, … time. */
  TestingCluster whileItWaits(OnPause happening) {
    onPause = happening;
    return this;
  }

  int run(String... arguments) {
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    words.addAll(List.of("--kubectl", folder.resolve("kubectl").toString()));
    return FaultMain.run(
        words.toArray(String[]::new),
        new Surroundings(Map.of(), folder, this, this::pause),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  /** Lets what runs in the background come to its end: its time is not this clock's. */
  static void letDrainsEnd() {
    ProcessHandle.current().children().forEach(child -> child.onExit().join());
  }

  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  boolean wasAsked(String words) throws IOException {
    return calls().stream().anyMatch(call -> call.contains(words));
  }

  TruthFile truth() {
    return new TruthFile(folder.resolve(".tidewatch/faults/truth.jsonl"));
  }

  private void pause(Duration duration) {
    now = now.plus(duration);
    pauses++;
    try {
      onPause.happens(pauses);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  /** Something that happens in the cluster meanwhile. */
  @FunctionalInterface
  interface OnPause {
    void happens(int pause) throws IOException;
  }
}
