package io.tidewatch.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Loki API is and how to be let in.
 *
 * @param url its address, with the path prefix if it has one
 * @param access how it is called
 */
public record LokiEndpoint(URI url, ApiAccess access) implements ApiServer {
  /** The header that names a tenant; a Loki with tenants answers 401 without it. */
  public static final String TENANT_HEADER = "X-Scope-OrgID";

  private static final String EXAMPLE = "http://loki.monitoring:3100";

  public LokiEndpoint {
    ApiServer.requireAddress("Loki", url, EXAMPLE);
    ApiServer.requireTls(url, access);
  }

  /** An API with its own login, headers and time. */
  public LokiEndpoint(
      URI url,
      Optional<Path> bearerTokenFile,
      Optional<PrometheusEndpoint.BasicLogin> basic,
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
  public static LokiEndpoint of(URI url) {
    return new LokiEndpoint(url, ApiAccess.open());
  }

  /**
   * Reads an address as a user types it.
   *
   * @throws io.tidewatch.domain.UserException when it is not one
   */
  public static LokiEndpoint parse(String url) {
    return of(ApiServer.parse("Loki", url, EXAMPLE));
  }

  /** The same API, asked for one tenant. */
  public LokiEndpoint withTenant(String tenant) {
    return new LokiEndpoint(url, access.withHeader(TENANT_HEADER, tenant));
  }

  /** The same API, called in another way. */
  public LokiEndpoint with(ApiAccess other) {
    return new LokiEndpoint(url, other);
  }

  /** The address of one API call, such as {@code query_range}. */
  URI api(String call) {
    return URI.create(base() + "/loki/api/v1/" + call);
  }

  URI ready() {
    return URI.create(base() + "/ready");
  }

  @Override
  public URI probe() {
    return api("labels");
  }

  @Override
  public String product() {
    return "Loki";
  }
}
