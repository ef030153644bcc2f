package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueLocation;
import io.tidewatch.source.RemoteCatalogue;
import io.tidewatch.spark.AccessOptions;
import io.tidewatch.spark.CataloguePath;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every verb that reads a Prometheus. */
final class SourceOptions {
  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "Address of the Prometheus API, with its path prefix.")
  private String prometheus;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE|URL",
      required = true,
      description = "What is observed: a YAML file, or a controller's address of it.")
  private String catalogue;

  @Mixin private AccessOptions access = new AccessOptions();

  Path catalogue() {
    return CataloguePath.of(catalogue);
  }

  /** The controller that serves the catalogue, if one does. */
  Optional<RemoteCatalogue> served() {
    return new CatalogueLocation(catalogue, System.getenv()).remote(Clock.systemUTC());
  }

  /** Address and login as options of the source. */
  Map<String, String> source() {
    Map<String, String> source = access.source();
    source.put("url", prometheus);
    return source;
  }

  /**
   * A time as users write it.
   *
   * @throws UserException when it is none
   */
  static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new UserException(
          option + " is not valid",
          "\"" + text + "\" is no UTC time",
          "write it as 2026-11-24T16:00:00Z");
    }
  }

  /**
   * A duration as users write it.
   *
   * @throws UserException when it is none
   */
  static Duration duration(String option, String text) {
    if (text.matches("[1-9]\\d{0,5}[smhd]")) {
      boolean days = text.endsWith("d");
      return Duration.parse((days ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }
    throw new UserException(
        option + " is not valid",
        "\"" + text + "\" is no duration",
        "write it as 10s, 1m, 1h or 1d");
  }

  /** Adds an option that may be missing. */
  static void putIfGiven(Map<String, String> options, String name, Object value) {
    if (value != null) {
      options.put(name, value.toString());
    }
  }
}
