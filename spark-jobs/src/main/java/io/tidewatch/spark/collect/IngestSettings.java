package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
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
 * @param source further options of the source prometheus: the address and the login
 * @param logs where logs come from, if they are wanted
 * @param served the controller that serves the catalogue, which is asked again while it runs
 */
record IngestSettings(
    Path catalogue,
    Instant from,
    Optional<Duration> every,
    Map<String, String> source,
    Optional<Logs> logs,
    Optional<RemoteCatalogue> served) {
  /** How long a line is kept where nobody says so. */
  static final Duration KEEP_LINES = Duration.ofDays(1);

  /**
   * Where logs come from.
   *
   * @param source further options of the source loki: the address, the login, masking rules
   * @param keepLines how long lines themselves are kept; their counts are kept longer
   */
  record Logs(Map<String, String> source, Duration keepLines) {
    Logs {
      source = Map.copyOf(source);
      Objects.requireNonNull(keepLines, "keepLines");
    }

    /**
     * These, if there is anything to ask for.
     *
     * @throws UserException when a catalogue names no logs
     */
    Logs namedIn(Catalogue catalogue) {
      if (catalogue.logs().isEmpty()) {
        throw new UserException(
            "there are no logs to land",
            "--loki is given, but the catalogue names no logs",
            "add a section logs to the catalogue, or leave --loki out");
      }
      return this;
    }
  }

  IngestSettings {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(every, "every");
    source = Map.copyOf(source);
    Objects.requireNonNull(logs, "logs");
    Objects.requireNonNull(served, "served");
  }

  /** Metrics alone. */
  IngestSettings(
      Path catalogue, Instant from, Optional<Duration> every, Map<String, String> source) {
    this(catalogue, from, every, source, Optional.empty());
  }

  /** By a file, which is read once. */
  IngestSettings(
      Path catalogue,
      Instant from,
      Optional<Duration> every,
      Map<String, String> source,
      Optional<Logs> logs) {
    this(catalogue, from, every, source, logs, Optional.empty());
  }

  /** The options of one source. */
  Map<String, String> source(SteppedSource kind) {
    return kind == SteppedSource.LOKI ? logs.orElseThrow().source() : source;
  }
}
