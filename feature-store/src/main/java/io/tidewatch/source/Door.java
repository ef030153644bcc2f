package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Where a server of ours listens, whom it lets in, and what it shows of itself.
 *
 * @param port 0 takes a free one
 * @param tokenFile holds the token that every request but a probe must carry; without it all may
 *     ask
 * @param openMetrics whether /metrics is for everybody, too
 * @param tls our certificate and, where callers must show theirs, the authorities of those; without
 *     it nothing is encrypted
 */
public record Door(
    String host, int port, Optional<Path> tokenFile, boolean openMetrics, Optional<TlsFiles> tls) {
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz");
  private static final String METRICS = "/metrics";

  public Door {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tokenFile, "tokenFile");
    Objects.requireNonNull(tls, "tls");
    if (tls.isPresent() && tls.get().shown().isEmpty()) {
      throw new UserException(
          "callers are asked for a certificate, but the server has none itself",
          "--tls-client-ca is given without --tls-cert and --tls-key",
          "give all three, or leave --tls-client-ca out");
    }
  }

  /** For everybody who reaches the address. */
  public static Door open(String host, int port) {
    return new Door(host, port, Optional.empty(), false, Optional.empty());
  }

  /** The same at another port. */
  public Door at(int other) {
    return new Door(host, other, tokenFile, openMetrics, tls);
  }

  /** The TLS of a door, out of what was given of its files. */
  public static Optional<TlsFiles> tls(
      Optional<Path> certificate, Optional<Path> key, Optional<Path> clientAuthorities) {
    Optional<KeyFiles> shown = KeyFiles.of(certificate, key, "--tls-cert and --tls-key");
    return shown.isEmpty() && clientAuthorities.isEmpty()
        ? Optional.empty()
        : Optional.of(new TlsFiles(shown, clientAuthorities));
  }

  /**
   * Refuses a door that lets everybody in from beyond this machine, unless that is wanted.
   *
   * @throws UserException when it does
   */
  public Door guarded(boolean insecure) {
    if (tokenFile.isEmpty() && !asksForCertificate() && !insecure && !isLoopback(host)) {
      throw new UserException(
          "everybody who reaches " + host + " would be let in",
          "that address is reached from other machines, and no --token-file is given",
          "give --token-file FILE, or --insecure where something else keeps others away");
    }
    return this;
  }

  /** Whether a path is for everybody. */
  public boolean isOpen(String path) {
    return PROBES.contains(path) || openMetrics && METRICS.equals(path);
  }

  /** Whether a caller must show a certificate by an authority of ours. */
  public boolean asksForCertificate() {
    return tls.flatMap(TlsFiles::trusted).isPresent();
  }

  /** {@code https} or {@code http}. */
  public String scheme() {
    return tls.isPresent() ? "https" : "http";
  }

  /**
   * What a connection shows; the files are read anew for those that are made later.
   *
   * @param warnings told when they cannot be used any more
   * @throws UserException when they cannot be used now
   */
  public Optional<SSLContext> context(Clock clock, Consumer<String> warnings) {
    return tls.map(files -> RotatingContext.of(files, clock, warnings));
  }

  /**
   * What requests must carry.
   *
   * @param warnings told when it cannot be read any more
   * @throws UserException when it cannot be read now
   */
  public Optional<BearerToken> token(Clock clock, Consumer<String> warnings) {
    return tokenFile.map(file -> new BearerToken(file, clock, warnings));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException nowhere) {
      return false;
    }
  }
}
