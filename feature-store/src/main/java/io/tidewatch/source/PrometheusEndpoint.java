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
    Duration timeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** A user name and the file that holds the password. */
  public record BasicLogin(String user, Path passwordFile) {
    public BasicLogin {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(passwordFile, "passwordFile");
    }
  }

  public PrometheusEndpoint {
    requireHttp(url);
    Objects.requireNonNull(bearerTokenFile, "bearerTokenFile");
    Objects.requireNonNull(basic, "basic");
    headers = Map.copyOf(headers);
    if (bearerTokenFile.isPresent() && basic.isPresent()) {
      throw new UserException(
          "two ways to log in to " + url,
          "a bearer token file and a user name are both given",
          "give one of them");
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a call needs at least a second: " + timeout);
    }
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
    try {
      return of(URI.create(url.strip()));
    } catch (IllegalArgumentException malformed) {
      throw notAnAddress(url, malformed.getMessage());
    }
  }

  /** The address of one API call, such as {@code query_range}. */
  URI api(String call) {
    String base = url.toString().replaceAll("/+$", "");
    return URI.create(base + "/api/v1/" + call);
  }

  private static void requireHttp(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw notAnAddress(url.toString(), "it does not begin with http:// or https:// and a host");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw notAnAddress(url.toString(), "it has a query or a fragment");
    }
    if (url.getRawUserInfo() != null) {
      throw notAnAddress(
          url.toString().replace(url.getRawUserInfo() + "@", ""),
          "it holds a login, which would show in logs; give user and password file apart");
    }
  }

  private static UserException notAnAddress(String url, String cause) {
    return new UserException(
        "\"" + url + "\" is not the address of a Prometheus API",
        cause,
        "write for example http://prometheus.monitoring:9090 (with the path prefix, if any)");
  }
}
