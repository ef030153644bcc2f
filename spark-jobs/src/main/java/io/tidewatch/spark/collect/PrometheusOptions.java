package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the source {@code prometheus}, checked.
 *
 * @param endpoint options {@code url}, {@code bearerTokenFile}, {@code user}, {@code passwordFile},
 *     {@code header.NAME}, {@code caFile}, {@code concurrency}, {@code timeoutSeconds}
 * @param catalogue option {@code catalogue}: YAML text or the path of a file
 * @param from option {@code from}: the first time to read when there is no checkpoint
 * @param settle option {@code settle} (seconds), else the catalogue's: how far the head lags
 * @param longestBatch option {@code maxSecondsPerBatch}: how much time one batch may span
 */
record PrometheusOptions(
    PrometheusEndpoint endpoint,
    Catalogue catalogue,
    Optional<Instant> from,
    Duration settle,
    Duration longestBatch) {
  static final Duration DEFAULT_LONGEST_BATCH = Duration.ofDays(4);
  private static final List<String> KNOWN =
      List.of("url", "catalogue", "from", "settle", "ranges", "maxsecondsperbatch");

  /**
   * Reads the options of a stream.
   *
   * @throws UserException when one is missing, unknown or malformed
   */
  static PrometheusOptions of(CaseInsensitiveStringMap options) {
    requireKnown(options);
    Catalogue catalogue = catalogue(required(options, "catalogue"));
    return new PrometheusOptions(
        endpoint(options),
        catalogue,
        Optional.ofNullable(options.get("from")).map(PrometheusOptions::instant),
        seconds(options, "settle").orElse(catalogue.settle()),
        seconds(options, "maxSecondsPerBatch").orElse(DEFAULT_LONGEST_BATCH));
  }

  PrometheusOptions {
    if (longestBatch.compareTo(catalogue.timescale().step()) < 0) {
      throw invalid("maxSecondsPerBatch", "it is shorter than the catalogue's step");
    }
    if (catalogue.queries().isEmpty()) {
      throw invalid("catalogue", "it has no queries");
    }
  }

  /** What a batch reads: option {@code ranges}, as {@link QueryRange#text} writes it. */
  static List<QueryRange> ranges(CaseInsensitiveStringMap options) {
    try {
      return QueryRange.parse(required(options, "ranges"));
    } catch (IllegalArgumentException malformed) {
      throw invalid("ranges", malformed.getMessage());
    }
  }

  PrometheusClient client() {
    return PrometheusClient.of(endpoint);
  }

  private static PrometheusEndpoint endpoint(CaseInsensitiveStringMap options) {
    return PrometheusEndpoint.parse(required(options, "url")).with(AccessOfOptions.of(options));
  }

  private static Catalogue catalogue(String textOrPath) {
    return textOrPath.contains("\n")
        ? CatalogueFile.parse(textOrPath, "of the stream")
        : CatalogueFile.read(Path.of(textOrPath));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw invalid("from", "\"" + text + "\" is no time like 2026-11-24T16:00:00Z");
    }
  }

  private static Optional<Duration> seconds(CaseInsensitiveStringMap options, String name) {
    Optional<String> text = Optional.ofNullable(options.get(name));
    if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
      throw invalid(name, "\"" + text.get() + "\" is no number of seconds");
    }
    return text.map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static String required(CaseInsensitiveStringMap options, String name) {
    return Optional.ofNullable(options.get(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> invalid(name, "it is missing"));
  }

  // A misspelt option would otherwise change nothing, silently.
  private static void requireKnown(CaseInsensitiveStringMap options) {
    TreeSet<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeIf(name -> isKnown(name));
    if (!unknown.isEmpty()) {
      throw invalid(String.join(", ", unknown), "the source prometheus does not know it");
    }
  }

  private static boolean isKnown(String name) {
    return KNOWN.contains(name)
        || AccessOfOptions.NAMES.contains(name)
        || name.startsWith(AccessOfOptions.HEADER);
  }

  private static UserException invalid(String option, String cause) {
    return new UserException(
        "option " + option + " of the source prometheus is not valid",
        cause,
        "its options are "
            + String.join(", ", KNOWN)
            + ", "
            + String.join(", ", AccessOfOptions.NAMES)
            + " and "
            + AccessOfOptions.HEADER
            + "NAME");
  }
}
