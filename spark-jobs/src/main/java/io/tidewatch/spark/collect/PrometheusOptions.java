package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the source {@code prometheus}, checked.
 *
 * @param endpoint options {@code url}, {@code bearerTokenFile}, {@code user}, {@code passwordFile},
 *     {@code header.NAME}, {@code caFile}, {@code concurrency}, {@code timeoutSeconds}
 * @param catalogue option {@code catalogue}: YAML text or the path of a file
 * @param steps options {@code from}, {@code settle} (seconds, else the catalogue's) and {@code
 *     maxSecondsPerBatch}
 */
record PrometheusOptions(PrometheusEndpoint endpoint, Catalogue catalogue, StepOptions steps) {
  /**
   * Reads the options of a stream.
   *
   * @throws io.tidewatch.domain.UserException when one is missing, unknown or malformed
   */
  static PrometheusOptions of(CaseInsensitiveStringMap options) {
    RawOptions raw = RawOptions.of("prometheus", options, List.of(), List.of());
    Catalogue catalogue = raw.catalogue();
    if (catalogue.queries().isEmpty()) {
      throw raw.invalid("catalogue", "it has no queries");
    }
    StepOptions steps = StepOptions.of(raw, catalogue.timescale(), catalogue.settle());
    return new PrometheusOptions(endpoint(raw), catalogue, steps);
  }

  Optional<Instant> from() {
    return steps.from();
  }

  Duration settle() {
    return steps.settle();
  }

  Duration longestBatch() {
    return steps.longestBatch();
  }

  PrometheusClient client() {
    return PrometheusClient.of(endpoint);
  }

  private static PrometheusEndpoint endpoint(RawOptions raw) {
    return PrometheusEndpoint.parse(raw.required("url")).with(raw.access());
  }
}
