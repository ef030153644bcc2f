package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Builds the catalogue of a demo. */
final class CatalogueWriter {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();
  private static final double TARGET = 0.6;
  private static final double TRUSTED_TARGET = 0.85;
  private static final int LEAD_TIME_SECONDS = 60;

  /** Dollars; what a pod of a quarter core and half a GiB costs in a cloud, roughly. */
  private static final double COST_PER_POD_HOUR = 0.04;

  private final ObjectNode root = YAML.createObjectNode();
  private final ObjectNode timescale = root.putObject("timescale").put("step", "60s");
  private final ArrayNode queries = root.put("settle", "30s").putArray("queries");
  private final ArrayNode logs = YAML.createArrayNode();
  private final ArrayNode workloads = YAML.createArrayNode();

  /** The trace's own clock: {@code nominal} is what its clock showed at {@code wall}. */
  CatalogueWriter clock(String wall, String nominal) {
    timescale.put("wallAnchor", wall).put("nominalAnchor", nominal);
    return this;
  }

  ObjectNode query(String name, String promql, String unit) {
    return queries.addObject().put("name", name).put("promql", promql).put("unit", unit);
  }

  /** Lines of these streams, whose labels bear the usual names, land too. */
  CatalogueWriter logs(String name, String logql) {
    logs.addObject().put("name", name).put("logql", logql);
    return this;
  }

  ObjectNode workload(String name, double capacity) {
    return workloads
        .addObject()
        .put("workload", name)
        .put("demand", "demand")
        .put("minReplicas", 2)
        .put("maxReplicas", 60)
        .put("capacity", capacity)
        .put("target", TARGET)
        .put("trustedTarget", TRUSTED_TARGET)
        .put("leadTimeSeconds", LEAD_TIME_SECONDS)
        .put("zone", "UTC")
        .put("costPerPodHour", COST_PER_POD_HOUR);
  }

  /** Writes the file. */
  void write(Path file, Instant now) {
    try {
      String comment = "# Written by the demo at " + now + ": changes are lost.\n";
      if (!logs.isEmpty()) {
        root.set("logs", logs);
      }
      root.set("workloads", workloads);
      Files.createDirectories(file.getParent());
      Files.writeString(file, comment + YAML.writeValueAsString(root));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
