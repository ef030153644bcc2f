package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what the load generator writes: its table of steps and its progress. */
final class LoadSteps {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LoadSteps() {}

  /** The steps of each target, from {@code steps.csv}; columns are found by their names. */
  static Map<String, List<Step>> read(Path csv) {
    try {
      return parse(Files.readAllLines(csv));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + csv, e);
    }
  }

  static Map<String, List<Step>> parse(List<String> lines) {
    List<String> heads = Arrays.asList(lines.get(0).split(",", -1));
    Map<String, List<Step>> all = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      String[] cells = line.split(",", -1);
      for (int i = 0; i < heads.size(); i++) {
        row.put(heads.get(i), cells[i]);
      }
      all.computeIfAbsent(row.get("target"), name -> new ArrayList<>()).add(step(row));
    }
    return all;
  }

  private static Step step(Map<String, String> row) {
    long offered = Long.parseLong(row.get("offered"));
    String p95 = row.get("p95_ms");
    return new Step(
        Integer.parseInt(row.get("step")),
        Instant.ofEpochMilli(Long.parseLong(row.get("start_epoch_ms"))),
        offered,
        // Also those that the generator could not send: a user would have waited for nothing.
        offered - Long.parseLong(row.get("ok")),
        p95.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(p95)));
  }

  /** The same of one step of every target, from a line of {@code --progress-json}, if it is one. */
  static Optional<Map<String, Step>> progress(String line) {
    if (!line.startsWith("{\"step\"")) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(line);
      Map<String, Step> all = new LinkedHashMap<>();
      node.path("targets")
          .forEach(target -> all.put(target.path("target").asText(), step(node, target)));
      return Optional.of(all);
    } catch (IOException incomplete) {
      return Optional.empty();
    }
  }

  private static Step step(JsonNode line, JsonNode target) {
    JsonNode p95 = target.path("p95_ms");
    long offered = target.path("offered").asLong();
    return new Step(
        line.path("step").asInt(),
        Instant.ofEpochMilli(line.path("start_epoch_ms").asLong()),
        offered,
        offered - target.path("ok").asLong(),
        p95.isNumber() ? OptionalDouble.of(p95.asDouble()) : OptionalDouble.empty());
  }
}
