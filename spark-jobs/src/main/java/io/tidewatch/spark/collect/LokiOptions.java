package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.log.MaskRule;
import io.tidewatch.log.Masking;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.LokiLimits;
import io.tidewatch.source.RetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the source {@code loki}, checked.
 *
 * @param endpoint options {@code url}, {@code tenant}, {@code bearerTokenFile}, {@code user},
 *     {@code passwordFile}, {@code header.NAME}, {@code caFile}, {@code concurrency}, {@code
 *     timeoutSeconds}
 * @param catalogue option {@code catalogue}: YAML text or the path of a file
 * @param steps options {@code from}, {@code settle} (seconds, else the catalogue's) and {@code
 *     maxSecondsPerBatch}
 * @param masking the built-in rules, then options {@code mask.NAME}: what a regular expression
 *     finds is replaced by its name
 */
record LokiOptions(LokiEndpoint endpoint, Catalogue catalogue, StepOptions steps, Masking masking) {
  static final String MASK = "mask.";

  /**
   * Reads the options of a stream.
   *
   * @throws io.tidewatch.domain.UserException when one is missing, unknown or malformed
   */
  static LokiOptions of(CaseInsensitiveStringMap options) {
    RawOptions raw = RawOptions.of("loki", options, List.of("tenant"), List.of(MASK));
    Catalogue catalogue = raw.catalogue();
    if (catalogue.logs().isEmpty()) {
      throw raw.invalid("catalogue", "it has no logs");
    }
    return new LokiOptions(
        endpoint(raw),
        catalogue,
        StepOptions.of(raw, catalogue.timescale(), catalogue.settle()),
        masking(raw));
  }

  LokiClient client() {
    return new LokiClient(
        endpoint, RetryPolicy.standard(new SplittableRandom()), LokiLimits.standard(), masking);
  }

  private static LokiEndpoint endpoint(RawOptions raw) {
    LokiEndpoint endpoint = LokiEndpoint.parse(raw.required("url")).with(raw.access());
    return raw.text("tenant").map(endpoint::withTenant).orElse(endpoint);
  }

  private static Masking masking(RawOptions raw) {
    return Masking.with(
        raw.withPrefix(MASK).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(rule -> MaskRule.of(rule.getKey(), rule.getValue()))
            .toList());
  }
}
