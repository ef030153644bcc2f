package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.ApiAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The options of a source that say how its server is called. */
final class AccessOfOptions {
  static final String HEADER = "header.";

  /** Their names. */
  static final List<String> NAMES =
      List.of("bearerTokenFile", "user", "passwordFile", "caFile", "concurrency", "timeoutSeconds");

  private AccessOfOptions() {}

  /**
   * Reads them.
   *
   * @throws UserException when one is malformed
   */
  static ApiAccess of(CaseInsensitiveStringMap options) {
    ApiAccess access =
        ApiAccess.open()
            .withLogin(
                path(options, "bearerTokenFile"),
                Optional.ofNullable(options.get("user")),
                path(options, "passwordFile"))
            .withTimeout(
                Duration.ofSeconds(
                    number(options, "timeoutSeconds", ApiAccess.DEFAULT_TIMEOUT.toSeconds())))
            .withCallsAtOnce(number(options, "concurrency", ApiAccess.DEFAULT_CALLS_AT_ONCE));
    for (Map.Entry<String, String> option : options.asCaseSensitiveMap().entrySet()) {
      if (option.getKey().startsWith(HEADER)) {
        String name = option.getKey().substring(HEADER.length());
        access = access.withHeader(name, option.getValue());
      }
    }
    return path(options, "caFile").map(access::withCaFile).orElse(access);
  }

  private static Optional<Path> path(CaseInsensitiveStringMap options, String name) {
    return Optional.ofNullable(options.get(name)).map(Path::of);
  }

  private static int number(CaseInsensitiveStringMap options, String name, long otherwise) {
    String text = options.getOrDefault(name, Long.toString(otherwise));
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new UserException(
          "option " + name + " of the source is not valid",
          "\"" + text + "\" is no whole number from 1",
          "correct it, or leave it out for " + otherwise);
    }
    return Integer.parseInt(text);
  }
}
