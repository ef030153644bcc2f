package io.tidewatch.serving.http;

import io.tidewatch.source.Door;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the server listens, whom it lets in and what it takes on.
 *
 * @param accessLog takes one line for each request
 */
public record HttpSettings(Door door, Optional<OutputStream> accessLog, HttpLimits limits) {
  public HttpSettings {
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(accessLog, "accessLog");
    Objects.requireNonNull(limits, "limits");
  }

  /** Without TLS. */
  public HttpSettings(
      String host,
      int port,
      Optional<Path> tokenFile,
      Optional<OutputStream> accessLog,
      HttpLimits limits) {
    this(new Door(host, port, tokenFile, false, Optional.empty()), accessLog, limits);
  }

  /** For everybody who reaches the address, without an access log. */
  public static HttpSettings open(String host, int port) {
    return new HttpSettings(Door.open(host, port), Optional.empty(), HttpLimits.USUAL);
  }
}
