package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;

/** The real loop with its real journal and ring, on an in-memory world and a driven clock. */
final class TestingLoop implements AutoCloseable {
  final InMemoryWorld world = new InMemoryWorld();
  final ControllerMetrics metrics = new ControllerMetrics();
  final DecisionRing ring;
  final ControlLoop loop;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Instant now = Samples.T0;

  private TestingLoop(DecisionRing ring, List<WorkloadControl> workloads) {
    Catalogue catalogue = Samples.catalogue();
    this.ring = ring;
    loop =
        new ControlLoop(
            catalogue,
            Clock.fixed(now, ZoneOffset.UTC),
            new Fleet(world, workloads),
            UnaryOperator.identity(),
            world,
            new Journal(
                ring,
                now,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                catalogue.timescale().wallDuration(Duration.ofHours(1))),
            metrics,
            Hands.still());
  }

  static TestingLoop on(Path directory) {
    DecisionRing ring = DecisionRing.open(directory);
    return new TestingLoop(ring, Controller.resumed(Samples.catalogue(), ring, Samples.T0));
  }

  static TestingLoop of(Path directory, WorkloadControl... workloads) {
    return new TestingLoop(DecisionRing.open(directory), List.of(workloads));
  }

  /** Passes {@code syncs} times 15 s. */
  void run(int syncs) {
    for (int i = 0; i < syncs; i++) {
      loop.tick(now);
      now = now.plusSeconds(15);
    }
  }

  void runMinutes(int minutes) {
    run(4 * minutes);
  }

  /** What went to the output so far. */
  List<JsonNode> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().map(TestingLoop::parsed).toList();
  }

  List<JsonNode> lines(String event) {
    return lines().stream().filter(line -> line.path("event").asText().equals(event)).toList();
  }

  /** The newest line about shop/web. */
  JsonNode newest() {
    List<JsonNode> ofWeb =
        lines().stream().filter(line -> line.path("workload").asText().equals("shop/web")).toList();
    return ofWeb.get(ofWeb.size() - 1);
  }

  int wanted() {
    return newest().at("/replicas/wanted").asInt();
  }

  boolean says(String code) {
    for (JsonNode reason : newest().path("reasons")) {
      if (reason.asText().equals(code)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode parsed(String line) {
    try {
      return Json.parse(line);
    } catch (JsonProcessingException broken) {
      throw new AssertionError("no JSON on the output: " + line, broken);
    }
  }

  @Override
  public void close() {
    loop.close();
    try {
      ring.close();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
