package io.tidewatch.local.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A count of pods over time, in force from each sample to the next. */
record Replicas(NavigableMap<Instant, Double> samples) {
  Replicas {
    samples = new TreeMap<>(samples);
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** The count at a time; before the first sample, that of the first; 0 if nothing is known. */
  double at(Instant time) {
    Map.Entry<Instant, Double> before = samples.floorEntry(time);
    Map.Entry<Instant, Double> known = before == null ? samples.firstEntry() : before;
    return known == null ? 0 : known.getValue();
  }

  /** Pod-hours on the wall clock between two times. */
  double hours(Instant from, Instant to) {
    double sum = 0;
    Instant at = from;
    double count = at(from);
    for (Map.Entry<Instant, Double> sample : samples.subMap(from, false, to, false).entrySet()) {
      sum += count * millis(at, sample.getKey());
      at = sample.getKey();
      count = sample.getValue();
    }
    return (sum + count * millis(at, to)) / 3.6e6;
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }
}
