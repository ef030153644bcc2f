package io.tidewatch.operator;

import io.javalin.config.JavalinConfig;
import io.tidewatch.source.Door;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a server of Javalin's listen at a door, with TLS where the door has it. */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private Listening() {}

  static void at(JavalinConfig config, Door door, Clock clock) {
    config.jetty.host = door.host();
    config.jetty.port = door.port();
    door.context(clock, LOG::warn)
        .ifPresent(
            context ->
                config.jetty.addConnector(
                    (server, http) -> connector(server, http, door, context)));
  }

  private static Connector connector(
      Server server, HttpConfiguration http, Door door, SSLContext context) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    // Not needed by the handshake: probes have no certificate, and the gate asks all others.
    tls.setWantClientAuth(door.asksForCertificate());
    // Names are the caller's to check; one address may be reached by several.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(server, new SslConnectionFactory(tls, plain.getProtocol()), plain);
    connector.setHost(door.host());
    connector.setPort(door.port());
    return connector;
  }
}
