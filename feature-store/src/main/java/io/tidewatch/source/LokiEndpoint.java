package io.tidewatch.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Loki API is and how to be let in.
 *
 * @param url its address, with the path prefix if it has one
 * @param bearerTokenFile holds a token; read anew for every call, because tokens are rotated
 * @param basic a user and the file of the password
 * @param headers further headers
 * @param timeout the longest time one call may take (wall time)
 */
public record LokiEndpoint(
    URI url,
    Optional<Path> bearerTokenFile,
    Optional<PrometheusEndpoint.BasicLogin> basic,
    Map<String, String> headers,
    Duration timeout)
    implements ApiServer {
  /** The header that names a tenant; a Loki with tenants answers 401 without it. */
  public static final String TENANT_HEADER = "X-Scope-OrgID";

  private static final String EXAMPLE = "http://loki.monitoring:3100";

  public LokiEndpoint {
    ApiServer.requireAddress("Loki", url, EXAMPLE);
    headers = Map.copyOf(headers);
    ApiServer.requireUsable(url, bearerTokenFile, basic, timeout);
  }

  /** An API that asks for no login. */
  public static LokiEndpoint of(URI url) {
    return new LokiEndpoint(
        url, Optional.empty(), Optional.empty(), Map.of(), PrometheusEndpoint.DEFAULT_TIMEOUT);
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
    Map<String, String> all = new HashMap<>(headers);
    all.put(TENANT_HEADER, tenant);
    return new LokiEndpoint(url, bearerTokenFile, basic, all, timeout);
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
