package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of every verb that reads a Loki. */
final class LogSourceOptions {
  @Option(
      names = "--loki",
      paramLabel = "URL",
      description = "Address of the Loki API, with its path prefix; without it no logs land.")
  private String loki;

  @Option(
      names = "--loki-tenant",
      paramLabel = "NAME",
      description = "The tenant to ask for (X-Scope-OrgID).")
  private String tenant;

  @Option(
      names = "--loki-bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token to send; read anew for every call.")
  private Path bearerTokenFile;

  @Option(names = "--loki-user", paramLabel = "NAME", description = "The name to log in with.")
  private String user;

  @Option(names = "--loki-password-file", paramLabel = "FILE", description = "Its password.")
  private Path passwordFile;

  @Option(
      names = "--loki-ca-file",
      paramLabel = "FILE",
      description = "The authorities to trust (PEM) instead of the machine's own.")
  private Path caFile;

  @Option(
      names = "--loki-calls-at-once",
      paramLabel = "N",
      description = "The most calls under way at once (default: 4).")
  private Integer callsAtOnce;

  @Option(
      names = "--loki-header",
      paramLabel = "NAME=VALUE",
      description = "A further header of every call.")
  private Map<String, String> headers = new HashMap<>();

  @Option(
      names = "--mask",
      paramLabel = "NAME=REGEX",
      description = "What the expression finds in a line is replaced by <NAME> before it lands.")
  private Map<String, String> masks = new LinkedHashMap<>();

  @Option(
      names = "--log-days",
      paramLabel = "N",
      description = "Lines older than that when they are read are counted only (default: 1).")
  private int days = 1;

  /** Where logs come from; empty without an address. */
  Optional<IngestSettings.Logs> logs() {
    if (loki == null) {
      requireAlone();
      return Optional.empty();
    }
    if (days < 1) {
      throw new UserException("--log-days is not valid", days + " is below 1", "give 1 or more");
    }
    Map<String, String> source = new HashMap<>();
    source.put("url", loki);
    SourceOptions.putIfGiven(source, "tenant", tenant);
    SourceOptions.putIfGiven(source, "bearerTokenFile", bearerTokenFile);
    SourceOptions.putIfGiven(source, "user", user);
    SourceOptions.putIfGiven(source, "passwordFile", passwordFile);
    SourceOptions.putIfGiven(source, "caFile", caFile);
    SourceOptions.putIfGiven(source, "concurrency", callsAtOnce);
    headers.forEach((name, value) -> source.put("header." + name, value));
    masks.forEach((name, regex) -> source.put(LokiOptions.MASK + name, regex));
    return Optional.of(new IngestSettings.Logs(source, Duration.ofDays(days)));
  }

  // A misspelt or forgotten --loki would otherwise land nothing, silently.
  private void requireAlone() {
    Stream<Object> single =
        Stream.of(tenant, bearerTokenFile, user, passwordFile, caFile, callsAtOnce);
    if (single.anyMatch(Objects::nonNull) || !headers.isEmpty() || !masks.isEmpty()) {
      throw new UserException(
          "the options of logs are given without --loki",
          "nothing says where logs come from",
          "add --loki URL, or leave the others out");
    }
  }
}
