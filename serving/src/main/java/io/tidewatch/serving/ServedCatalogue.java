package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.RemoteCatalogue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the controller serves another catalogue than this process runs by. Windows, scores and
 * metrics are of that one, so another is taken by a new start and not in between.
 */
final class ServedCatalogue implements Consumer<RemoteCatalogue.Fetched> {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCatalogue.class);

  private final Catalogue running;
  private String told = "";

  ServedCatalogue(Catalogue running) {
    this.running = running;
  }

  @Override
  public void accept(RemoteCatalogue.Fetched fetched) {
    String now = fetched.warning().map(warning -> "old").orElse("");
    if (!CatalogueFile.read(fetched.copy()).equals(running)) {
      now += "changed";
    }
    if (!now.equals(told)) {
      fetched.warning().ifPresent(LOG::warn);
      LOG.warn(
          now.endsWith("changed")
              ? "the catalogue has changed: start serving anew to take it over"
              : "the catalogue is the one that serving runs by");
    }
    told = now;
  }
}
