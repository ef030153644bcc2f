package io.tidewatch.serving.http;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the server listens and whom it lets in.
 *
 * @param port 0 takes a free one
 * @param tokenFile holds the token that every request but a probe must carry; without it all may
 *     ask
 * @param accessLog takes one line for each request
 */
public record HttpSettings(
    String host,
    int port,
    Optional<Path> tokenFile,
    Optional<OutputStream> accessLog,
    HttpLimits limits) {
  public HttpSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tokenFile, "tokenFile");
    Objects.requireNonNull(accessLog, "accessLog");
    Objects.requireNonNull(limits, "limits");
  }

  /** For everybody who reaches the address, without an access log. */
  public static HttpSettings open(String host, int port) {
    return new HttpSettings(host, port, Optional.empty(), Optional.empty(), HttpLimits.USUAL);
  }
}
