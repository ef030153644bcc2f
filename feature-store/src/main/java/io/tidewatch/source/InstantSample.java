package io.tidewatch.source;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** One series' finite value at one time. */
public record InstantSample(Map<String, String> labels, Instant at, double value) {
  public InstantSample {
    labels = Map.copyOf(labels);
    Objects.requireNonNull(at, "at");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite value: " + value);
    }
  }
}
