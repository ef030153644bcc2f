package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * One call of an HTTP API, tried once: what is asked again and again needs no repeats below.
 *
 * @param product what runs there, for messages
 */
public record ApiCall(String product, URI url, ApiAccess access) implements ApiServer {
  public ApiCall {
    ApiServer.requireTls(url, access);
  }

  @Override
  public URI probe() {
    return url;
  }

  /** The same server at a path below this address. */
  public ApiCall at(String path) {
    return new ApiCall(product, URI.create(base() + path), access);
  }

  /**
   * Sends a request with our login, by a connection that trusts whom it should.
   *
   * @throws UserException when the server cannot be trusted, or a file of ours cannot be read
   */
  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    access.headers().forEach(request::setHeader);
    // Read anew for every call: tokens are rotated.
    new ApiLogin(this).header().ifPresent(value -> request.setHeader("Authorization", value));
    try {
      return Connections.OF_THIS_PROCESS
          .pool(access.tls())
          .send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      UserException mistake = new TlsFailure(this).of(failure).orElse(null);
      if (mistake != null) {
        throw mistake;
      }
      throw failure;
    }
  }
}
