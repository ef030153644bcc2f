package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueLocation;
import io.tidewatch.source.RemoteCatalogue;
import io.tidewatch.spark.CataloguePath;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token to send; read anew for every call.")
  private Path bearerTokenFile;

  @Option(names = "--user", paramLabel = "NAME", description = "The user name to log in with.")
  private String user;

  @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
  private Path passwordFile;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A further header of every call, such as a tenant.")
  private Map<String, String> headers = new HashMap<>();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "The authorities (PEM) that may have signed the server's certificate.")
  private Path caFile;

  @Option(
      names = "--calls-at-once",
      paramLabel = "N",
      description = "The most calls under way to the server (default: 4).")
  private Integer callsAtOnce;

  Path catalogue() {
    return CataloguePath.of(catalogue);
  }

  /** The controller that serves the catalogue, if one does. */
  Optional<RemoteCatalogue> served() {
    return new CatalogueLocation(catalogue, System.getenv()).remote(Clock.systemUTC());
  }

  /** Address and login as options of the source. */
  Map<String, String> source() {
    Map<String, String> source = new HashMap<>();
    source.put("url", prometheus);
    putIfGiven(source, "bearerTokenFile", bearerTokenFile);
    putIfGiven(source, "user", user);
    putIfGiven(source, "passwordFile", passwordFile);
    putIfGiven(source, "caFile", caFile);
    putIfGiven(source, "concurrency", callsAtOnce);
    headers.forEach((name, value) -> source.put("header." + name, value));
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
