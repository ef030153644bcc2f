package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The TLS context of a server whose certificate is renewed under it: a connection that is made
 * after the files have changed is by the new ones. Half-written files are not taken; the old ones
 * go on.
 */
final class RotatingContext extends SSLContextSpi {
  private static final Duration READ_EVERY = Duration.ofSeconds(1);

  private final TlsFiles files;
  private final Clock clock;
  private final Consumer<String> warnings;
  private Instant readAt;
  private TlsFiles.Content content;
  private SSLContext context;
  private boolean warned;

  private RotatingContext(TlsFiles files, Clock clock, Consumer<String> warnings) {
    this.files = files;
    this.clock = clock;
    this.warnings = warnings;
    this.readAt = clock.instant();
    this.content = files.content();
    this.context = content.context();
  }

  /**
   * The context, by the files as they are now and as they will be.
   *
   * @throws UserException when they are of no use now
   */
  static SSLContext of(TlsFiles files, Clock clock, Consumer<String> warnings) {
    RotatingContext rotating = new RotatingContext(files, clock, warnings);
    return new SSLContext(rotating, rotating.context.getProvider(), "TLS") {};
  }

  private synchronized SSLContext current() {
    if (readAt.plus(READ_EVERY).isAfter(clock.instant())) {
      return context;
    }
    readAt = clock.instant();
    try {
      TlsFiles.Content now = files.content();
      if (!now.equals(content)) {
        context = now.context();
        content = now;
      }
      warned = false;
    } catch (UserException half) {
      if (!warned) {
        warnings.accept(half.problem() + ": " + half.reason() + "; what was read before goes on");
      }
      warned = true;
    }
    return context;
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return current().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return current().createSSLEngine(host, port);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return current().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return current().getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return current().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return current().getClientSessionContext();
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is made of its files");
  }
}
