package io.tidewatch.local.benchlive;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.local.report.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The runs as one JSON object: {@code {"points":[…],"machine",…}}. */
final class BenchJson {
  private BenchJson() {}

  static void write(List<Run> runs, Path file) {
    try {
      Files.writeString(
          file,
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(of(runs))
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static ObjectNode of(List<Run> runs) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("machine", Machine.describe());
    root.put("scale_out_target_s", BenchTable.SCALE_OUT_TARGET);
    root.put("lost", runs.stream().mapToLong(Run::lost).sum());
    ArrayNode points = root.putArray("points");
    runs.forEach(run -> points.add(point(run)));
    return root;
  }

  private static ObjectNode point(Run run) {
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.put("scenario", run.scenario().key()).put("run", run.number());
    point.put("size", run.size()).put("seconds", hundredths(run.seconds()));
    point.put("rate", run.scenario().rate()).put("load_average", hundredths(run.busy()));
    run.load().ifPresent(load -> put(point, load));
    ArrayNode pods = point.putArray("pods");
    run.pods()
        .forEach(
            pod ->
                pods.addObject().put("pod", pod.pod()).put("ready_s", hundredths(pod.seconds())));
    return point;
  }

  private static void put(ObjectNode point, LoadOutcome load) {
    point.put("requests", load.offered()).put("ok", load.ok()).put("lost", load.lostInAll());
    LoadOutcome.KINDS.forEach(kind -> point.put(kind, load.lost().getOrDefault(kind, 0L)));
    load.p95Millis().ifPresent(p95 -> point.put("p95_ms", p95));
    point.put("generator_trusted", load.trusted());
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
