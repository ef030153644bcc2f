package io.tidewatch.local.doctor;

import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.LokiEndpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a Loki is and how it is called: the same options as those of ingest. */
final class LokiAccess {
  @Option(names = "--loki", paramLabel = "URL")
  private Optional<String> loki = Optional.empty();

  @Option(names = "--loki-tenant", paramLabel = "NAME")
  private Optional<String> tenant = Optional.empty();

  @Option(names = "--loki-bearer-token-file", paramLabel = "FILE")
  private Optional<Path> bearerTokenFile = Optional.empty();

  @Option(names = "--loki-user", paramLabel = "NAME")
  private Optional<String> user = Optional.empty();

  @Option(names = "--loki-password-file", paramLabel = "FILE")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(names = "--loki-ca-file", paramLabel = "FILE")
  private Optional<Path> caFile = Optional.empty();

  @Option(names = "--loki-header", paramLabel = "NAME=VALUE")
  private Map<String, String> headers = new HashMap<>();

  @Option(names = "--loki-calls-at-once", paramLabel = "N")
  private int callsAtOnce = ApiAccess.DEFAULT_CALLS_AT_ONCE;

  /** Empty without an address. */
  Optional<LokiEndpoint> endpoint() {
    return loki.map(LokiEndpoint::parse).map(this::letIn);
  }

  private LokiEndpoint letIn(LokiEndpoint open) {
    ApiAccess access =
        ApiAccess.of(bearerTokenFile, user, passwordFile, headers, caFile, callsAtOnce);
    LokiEndpoint endpoint = open.with(access);
    return tenant.map(endpoint::withTenant).orElse(endpoint);
  }
}
