package io.tidewatch.spark.collect;

import io.tidewatch.source.RemoteCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run of ingest is told.
 *
 * @param catalogue the file that says what is observed
 * @param from the first time to read if the store is empty
 * @param every how often to look for new steps; empty: read what there is and end
 * @param served the controller that serves the catalogue, which is asked again while it runs
 * @param source further options of the source: the address and the login
 */
record IngestSettings(
    Path catalogue,
    Instant from,
    Optional<Duration> every,
    Optional<RemoteCatalogue> served,
    Map<String, String> source) {
  IngestSettings {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(every, "every");
    Objects.requireNonNull(served, "served");
    source = Map.copyOf(source);
  }

  /** By a file, which is read once. */
  IngestSettings(
      Path catalogue, Instant from, Optional<Duration> every, Map<String, String> source) {
    this(catalogue, from, every, Optional.empty(), source);
  }
}
