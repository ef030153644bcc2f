package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a Prometheus API is and how to be let in.
 *
 * @param url its address, with the path prefix if it has one
 * @param bearerTokenFile holds a token; read anew for every call, because tokens are rotated
 * @param basic a user and the file of the password
 * @param headers further headers, such as a tenant
 * @param timeout the longest time one call may take (wall time)
 */
public record PrometheusEndpoint(
    URI url,
    Optional<Path> bearerTokenFile,
    Optional<BasicLogin> basic,
    Map<String, String> headers,
    Duration timeout)
    implements ApiServer {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private static final String EXAMPLE = "http://prometheus.monitoring:9090";

  /** A user name and the file that holds the password. */
  public record BasicLogin(String user, Path passwordFile) {
    public BasicLogin {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(passwordFile, "passwordFile");
    }
  }

  public PrometheusEndpoint {
    ApiServer.requireAddress("Prometheus", url, EXAMPLE);
    headers = Map.copyOf(headers);
    ApiServer.requireUsable(url, bearerTokenFile, basic, timeout);
  }

  /** An API that asks for no login. */
  public static PrometheusEndpoint of(URI url) {
    return new PrometheusEndpoint(
        url, Optional.empty(), Optional.empty(), Map.of(), DEFAULT_TIMEOUT);
  }

  /**
   * Reads an address as a user types it.
   *
   * @throws UserException when it is not one
   */
  public static PrometheusEndpoint parse(String url) {
    return of(ApiServer.parse("Prometheus", url, EXAMPLE));
  }

  /** The address of one API call, such as {@code query_range}. */
  URI api(String call) {
    return URI.create(base() + "/api/v1/" + call);
  }

  @Override
  public URI probe() {
    return api("query");
  }

  @Override
  public String product() {
    return "Prometheus";
  }
}
