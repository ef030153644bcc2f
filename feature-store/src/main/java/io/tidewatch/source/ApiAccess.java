package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.PrometheusEndpoint.BasicLogin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the HTTP API of a server is called: who we are, whom we trust, how long we wait and how hard
 * we lean on it.
 *
 * @param bearerTokenFile holds a token; read anew for every call, because tokens are rotated
 * @param basic a user and the file of the password, read anew as well
 * @param headers further headers, such as a tenant
 * @param caFile the only authorities to trust (PEM) instead of the machine's own; read anew
 * @param identity our own certificate, for servers that ask for one; read anew
 * @param timeout the longest time one call may take (wall time)
 * @param callsAtOnce the most calls under way to this server, over all its clients in this process
 */
public record ApiAccess(
    Optional<Path> bearerTokenFile,
    Optional<BasicLogin> basic,
    Map<String, String> headers,
    Optional<Path> caFile,
    Optional<KeyFiles> identity,
    Duration timeout,
    int callsAtOnce) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** Few enough to leave most of a server's 20 concurrent queries to the people who watch it. */
  public static final int DEFAULT_CALLS_AT_ONCE = 4;

  public ApiAccess {
    Objects.requireNonNull(caFile, "caFile");
    Objects.requireNonNull(identity, "identity");
    headers = Map.copyOf(headers);
    headers.forEach(ApiAccess::requireHeader);
    if (bearerTokenFile.isPresent() && basic.isPresent()) {
      throw new UserException(
          "two ways to log in to one server",
          "a bearer token file and a user name are both given",
          "give one of them");
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a call needs at least a second: " + timeout);
    }
    if (callsAtOnce < 1) {
      throw new UserException(
          "a server cannot be asked by " + callsAtOnce + " calls at once",
          "it must be at least 1",
          "leave it out for " + DEFAULT_CALLS_AT_ONCE + ", or give a number from 1");
    }
  }

  /** No login, the machine's own authorities, the default time and number of calls. */
  public static ApiAccess open() {
    return new ApiAccess(
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_TIMEOUT,
        DEFAULT_CALLS_AT_ONCE);
  }

  /**
   * As the options of a command line give it.
   *
   * @throws UserException when they contradict each other
   */
  public static ApiAccess of(
      Optional<Path> token,
      Optional<String> user,
      Optional<Path> passwordFile,
      Map<String, String> headers,
      Optional<Path> caFile,
      int callsAtOnce) {
    ApiAccess login = open().withLogin(token, user, passwordFile);
    return new ApiAccess(
        login.bearerTokenFile,
        login.basic,
        headers,
        caFile,
        Optional.empty(),
        DEFAULT_TIMEOUT,
        callsAtOnce);
  }

  public ApiAccess withBearerTokenFile(Path file) {
    return new ApiAccess(Optional.of(file), basic, headers, caFile, identity, timeout, callsAtOnce);
  }

  public ApiAccess withBasic(BasicLogin login) {
    return new ApiAccess(
        bearerTokenFile, Optional.of(login), headers, caFile, identity, timeout, callsAtOnce);
  }

  /**
   * With what was given of a login, each alone or none.
   *
   * @throws UserException for a user without a password or the other way round
   */
  public ApiAccess withLogin(
      Optional<Path> token, Optional<String> user, Optional<Path> passwordFile) {
    if (user.isPresent() != passwordFile.isPresent()) {
      throw new UserException(
          "half a login",
          "a user name and a password file belong together",
          "give both of them or none");
    }
    return new ApiAccess(
        token,
        user.map(name -> new BasicLogin(name, passwordFile.get())),
        headers,
        caFile,
        identity,
        timeout,
        callsAtOnce);
  }

  /** With one more header, or another value of it. */
  public ApiAccess withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new ApiAccess(bearerTokenFile, basic, all, caFile, identity, timeout, callsAtOnce);
  }

  public ApiAccess withCaFile(Path file) {
    return new ApiAccess(
        bearerTokenFile, basic, headers, Optional.of(file), identity, timeout, callsAtOnce);
  }

  /** Shows this certificate to servers that ask for one. */
  public ApiAccess withIdentity(KeyFiles ours) {
    return new ApiAccess(
        bearerTokenFile, basic, headers, caFile, Optional.of(ours), timeout, callsAtOnce);
  }

  /** The files of its TLS connections. */
  TlsFiles tls() {
    return new TlsFiles(identity, caFile);
  }

  public ApiAccess withTimeout(Duration longest) {
    return new ApiAccess(bearerTokenFile, basic, headers, caFile, identity, longest, callsAtOnce);
  }

  public ApiAccess withCallsAtOnce(int most) {
    return new ApiAccess(bearerTokenFile, basic, headers, caFile, identity, timeout, most);
  }

  // The value may be a secret, so only the name is repeated.
  private static void requireHeader(String name, String value) {
    try {
      HttpRequest.newBuilder(URI.create("http://localhost")).setHeader(name, value);
    } catch (IllegalArgumentException refused) {
      throw new UserException(
          "the header \"" + name + "\" cannot be sent",
          "its name or its value is not one that may be set",
          "correct it, or leave it out");
    }
  }
}
