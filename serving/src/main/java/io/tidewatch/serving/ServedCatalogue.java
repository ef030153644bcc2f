package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.RemoteCatalogue;
import java.net.URI;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves by the catalogue that the controller serves. Windows, scores and metrics are of one
 * catalogue, so another is taken over by a new start on the same port: for a second or two nobody
 * is answered, and what must not be forgotten is on disk.
 */
final class ServedCatalogue implements Consumer<RemoteCatalogue.Fetched>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCatalogue.class);

  private final Starter starter;
  private Catalogue catalogue;
  private Serving running;
  private boolean warned;
  private boolean closed;

  /** Starts serving by a catalogue. */
  interface Starter {
    Serving start(Catalogue catalogue, int port);
  }

  /**
   * Starts at once.
   *
   * @param port 0 takes a free one, which is kept
   */
  ServedCatalogue(Catalogue first, int port, Starter starter) {
    this.starter = starter;
    this.catalogue = first;
    this.running = starter.start(first, port);
  }

  synchronized URI url() {
    return running.url();
  }

  @Override
  public synchronized void accept(RemoteCatalogue.Fetched fetched) {
    if (fetched.warning().isPresent() && !warned) {
      LOG.warn(fetched.warning().get());
    }
    warned = fetched.warning().isPresent();
    Catalogue next = CatalogueFile.read(fetched.copy());
    if (!closed && !next.equals(catalogue)) {
      takeOver(next);
    }
  }

  private void takeOver(Catalogue next) {
    LOG.info("another catalogue: {} workloads, starting anew by it", next.workloads().size());
    int port = running.url().getPort();
    running.close();
    try {
      running = starter.start(next, port);
      catalogue = next;
    } catch (RuntimeException refused) {
      LOG.error("it cannot be served by; going on by the one before", refused);
      running = starter.start(catalogue, port);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.close();
  }
}
