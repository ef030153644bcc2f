package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.net.URI;

/** The controller that serves the catalogue, as what is called over HTTP. */
record CatalogueServer(URI url, ApiAccess access) implements ApiServer {
  private static final String EXAMPLE = "http://tidewatch-controller:8080/catalogue";

  CatalogueServer {
    ApiServer.requireAddress("catalogue", url, EXAMPLE);
    ApiServer.requireTls(url, access);
  }

  /**
   * Reads an address as a user types it.
   *
   * @throws UserException when it is not one
   */
  static CatalogueServer parse(String url, ApiAccess access) {
    return new CatalogueServer(ApiServer.parse("catalogue", url, EXAMPLE), access);
  }

  @Override
  public String product() {
    return "the catalogue";
  }

  @Override
  public URI probe() {
    return url;
  }
}
