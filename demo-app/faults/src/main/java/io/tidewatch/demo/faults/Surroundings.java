package io.tidewatch.demo.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Where and when the tool runs. */
record Surroundings(Map<String, String> environment, Path folder, Clock clock, Pause pause) {
  /** To the millisecond. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Path defaultTruth() {
    return folder
        .resolve(environment.getOrDefault("TIDEWATCH_HOME", ".tidewatch"))
        .resolve("faults/truth.jsonl");
  }
}
