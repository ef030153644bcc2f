package io.tidewatch.operator.hpa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Recorded scenarios as files, one line a sync. */
final class Recordings {
  private static final String SUFFIX = ".jsonl";

  private Recordings() {}

  static void write(Path folder, Map<String, List<RecordedStep>> recorded) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, List<RecordedStep>> scenario : recorded.entrySet()) {
      if (!scenario.getValue().isEmpty()) {
        Files.write(
            folder.resolve(scenario.getKey() + SUFFIX), StepJson.write(scenario.getValue()));
      }
    }
  }

  static Map<String, List<RecordedStep>> read(Path folder) throws IOException {
    Map<String, List<RecordedStep>> recorded = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        recorded.put(
            name.substring(0, name.length() - SUFFIX.length()),
            StepJson.read(Files.readAllLines(file)));
      }
    }
    return recorded;
  }
}
