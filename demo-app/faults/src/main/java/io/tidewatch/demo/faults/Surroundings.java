package io.tidewatch.demo.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where and when the tool runs. */
record Surroundings(Map<String, String> environment, Path folder, Clock clock, Pause pause) {
  Path defaultTruth() {
    return folder
        .resolve(environment.getOrDefault("TIDEWATCH_HOME", ".tidewatch"))
        .resolve("faults/truth.jsonl");
  }
}
