package io.tidewatch.local.demo;

import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the demand of a demo comes from. */
sealed interface Demand permits ShopDemand, TraceDemand, ServerDemand {
  /** The report's title. */
  String title();

  /** A sentence about where the demand comes from. */
  String about();

  /** Names the model registry: versions of one source count up, those of others are apart. */
  String scenario();

  /** Days of history, rounded up. */
  int days();

  /** The user's own server, if the demand is read from one; else it is back-filled into ours. */
  Optional<PrometheusEndpoint> server();

  /**
   * Makes the history up to {@code end} and the catalogue.
   *
   * @return the OpenMetrics file to back-fill, if there is one
   */
  Optional<Path> prepare(HistoryTool tool, Instant end, Path catalogue);

  /**
   * Makes the logs of the same history, if it has any.
   *
   * @return the file to import into the log server
   */
  default Optional<Path> logs(HistoryTool tool, Instant end) {
    return Optional.empty();
  }

  /** Whether it has logs. */
  default boolean hasLogs() {
    return false;
  }

  /** Where its incidents were planted, if any were. */
  default Optional<Path> truth(HistoryTool tool) {
    return Optional.empty();
  }

  /** How the live continuation is started on a port, if there is one; logs go to the server. */
  Optional<ProcessSpec> live(HistoryTool tool, Instant end, int port, Optional<URI> loki);

  /** What to do next with a demand like this: commands and what they do. */
  List<List<String>> next();
}
