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
 * @param access how it is called
 */
public record PrometheusEndpoint(URI url, ApiAccess access) implements ApiServer {
  public static final Duration DEFAULT_TIMEOUT = ApiAccess.DEFAULT_TIMEOUT;

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
    ApiServer.requireTls(url, access);
  }

  /** An API with its own login, headers and time. */
  public PrometheusEndpoint(
      URI url,
      Optional<Path> bearerTokenFile,
      Optional<BasicLogin> basic,
      Map<String, String> headers,
      Duration timeout) {
    this(
        url,
        new ApiAccess(
            bearerTokenFile,
            basic,
            headers,
            Optional.empty(),
            Optional.empty(),
            timeout,
            ApiAccess.DEFAULT_CALLS_AT_ONCE));
  }

  /** An API that asks for no login. */
  public static PrometheusEndpoint of(URI url) {
    return new PrometheusEndpoint(url, ApiAccess.open());
  }

  /**
   * Reads an address as a user types it.
   *
   * @throws UserException when it is not one
   */
  public static PrometheusEndpoint parse(String url) {
    return of(ApiServer.parse("Prometheus", url, EXAMPLE));
  }

  /** The same API, called in another way. */
  public PrometheusEndpoint with(ApiAccess other) {
    return new PrometheusEndpoint(url, other);
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
