package io.tidewatch.local;

import io.tidewatch.source.ApiAccess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How Prometheus is called: the same options as those of ingest. */
public final class AccessOptions {
  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token for Prometheus; read anew for every call.")
  private Optional<Path> bearerTokenFile = Optional.empty();

  @Option(names = "--user", paramLabel = "NAME", description = "The user name for Prometheus.")
  private Optional<String> user = Optional.empty();

  @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A further header of every call to Prometheus, such as a tenant.")
  private Map<String, String> headers = new HashMap<>();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "The authorities (PEM) that may have signed Prometheus' certificate.")
  private Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--calls-at-once",
      paramLabel = "N",
      description = "The most calls under way to Prometheus (default: ${DEFAULT-VALUE}).")
  private int callsAtOnce = ApiAccess.DEFAULT_CALLS_AT_ONCE;

  /** How it is called. */
  public ApiAccess access() {
    return ApiAccess.of(bearerTokenFile, user, passwordFile, headers, caFile, callsAtOnce);
  }
}
