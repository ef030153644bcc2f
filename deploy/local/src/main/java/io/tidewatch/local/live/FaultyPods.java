package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.ProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives one pod of each side the fault when its time has come, and follows them. */
final class FaultyPods {
  private static final String BACKENDS = "app.kubernetes.io/name=" + Side.WORKLOAD;
  private static final int MANAGEMENT = 8_081;

  /** Longer than any race: it ends with its pod. */
  private static final int SECONDS = 80_000;

  private final Kubectl kubectl;
  private final LivePlan plan;
  private final LiveFault fault;
  private final Path folder;
  private final Clock clock;
  private final Consumer<String> told;
  private final List<FaultyPod> pods = new ArrayList<>();
  private boolean begun;

  FaultyPods(
      Kubectl kubectl,
      LivePlan plan,
      LiveFault fault,
      Path folder,
      Clock clock,
      Consumer<String> told) {
    this.kubectl = kubectl;
    this.plan = plan;
    this.fault = fault;
    this.folder = folder;
    this.clock = clock;
    this.told = told;
  }

  /**
   * Looks once; an API that does not answer is asked again the next time.
   *
   * @param minute scored, that is under way; before the first it is negative
   */
  void look(int minute) {
    try {
      if (!begun && minute >= fault.at(plan.steps())) {
        begin();
      }
      for (int i = 0; i < pods.size(); i++) {
        FaultyPod before = pods.get(i);
        FaultyPod now = before.seen(pod(before), clock.instant());
        pods.set(i, now);
        if (now.replacedAt().isPresent() && before.replacedAt().isEmpty()) {
          told.accept("%s: %s, %s".formatted(now.side().label(), now.pod(), now.end()));
        }
      }
    } catch (ProcessException noAnswer) {
      told.accept("the faulty pods could not be looked at: " + noAnswer.getMessage());
    }
  }

  // The eldest: a scale-in takes the young ones first.
  private void begin() {
    begun = true;
    Path body = LiveCatalogue.save(folder.resolve("fault.json"), body());
    for (Side side : plan.sides()) {
      Optional<JsonNode> eldest = eldest(side);
      if (eldest.isEmpty()) {
        told.accept(side.label() + " has no Ready pod for the fault");
        continue;
      }
      String name = eldest.get().path("metadata").path("name").asText();
      String page =
          "/api/v1/namespaces/%s/pods/%s:%d/proxy/faults"
              .formatted(side.namespace(), name, MANAGEMENT);
      kubectl.run("create", "--raw", page, "-f", body.toString());
      pods.add(FaultyPod.begun(side, fault.name(), eldest.get(), clock.instant()));
      told.accept("%s: %s begins in %s".formatted(side.label(), fault.name(), name));
    }
  }

  private String body() {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"seconds\":%d,\"seed\":%d,\"intensity\":%.4f}",
        fault.name(),
        SECONDS,
        plan.seed(),
        fault.mebibytesPerSecond(plan.steps(), plan.step().toSeconds()));
  }

  private Optional<JsonNode> eldest(Side side) {
    List<JsonNode> ready = new ArrayList<>();
    for (JsonNode pod : kubectl.get("-n", side.namespace(), "pods", "-l", BACKENDS).path("items")) {
      if (pod.at("/status/containerStatuses/0/ready").asBoolean()
          && !pod.path("metadata").has("deletionTimestamp")) {
        ready.add(pod);
      }
    }
    return ready.stream()
        .min(
            Comparator.comparing(
                pod -> Instant.parse(pod.path("metadata").path("creationTimestamp").asText())));
  }

  private Optional<JsonNode> pod(FaultyPod faulty) {
    JsonNode found =
        kubectl.get(
            "-n",
            faulty.side().namespace(),
            "pods",
            "--field-selector",
            "metadata.name=" + faulty.pod());
    return Optional.of(found.path("items").path(0)).filter(JsonNode::isObject);
  }

  /** All of them, with the requests that failed by them. */
  List<FaultyPod> all(Path failures, Instant end) {
    List<String> lines = lines(failures);
    return pods.stream().map(pod -> pod.with(failed(pod, lines, end, plan.step()))).toList();
  }

  /** Of a side, in the time of its fault, what no full pod has refused. */
  static long failed(FaultyPod pod, List<String> lines, Instant end, Duration step) {
    Instant until = pod.replacedAt().map(at -> at.plus(step.multipliedBy(2))).orElse(end);
    return lines.stream()
        .map(ResultFile::parse)
        .filter(line -> line.path("target").asText().equals(pod.side().name()))
        .filter(line -> !line.path("kind").asText().equals("http_5xx"))
        .map(line -> Instant.parse(line.path("due_at").asText()))
        .filter(at -> !at.isBefore(pod.injectedAt()) && at.isBefore(until))
        .count();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
