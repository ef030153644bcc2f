package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.RemoteCatalogue;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ends an ingest whose served catalogue has got other queries: its checkpoint is of those before,
 * as a new start would say.
 */
final class CatalogueChange implements Consumer<RemoteCatalogue.Fetched> {
  private final boolean logs;
  private final String running;
  private final PrintStream out;
  private final Runnable stop;
  private volatile boolean happened;
  private Optional<String> warned = Optional.empty();

  /**
   * A watch over one run.
   *
   * @param catalogue the text it runs by
   * @param logs whether it lands logs too
   * @param stop ends it
   */
  CatalogueChange(String catalogue, boolean logs, PrintStream out, Runnable stop) {
    this.logs = logs;
    this.running = queries(CatalogueFile.parse(catalogue, "of this ingest"));
    this.out = out;
    this.stop = stop;
  }

  // Also what another process has fetched into the copy counts, so that is what is compared.
  @Override
  public void accept(RemoteCatalogue.Fetched fetched) {
    if (warned.isEmpty()) {
      fetched.warning().ifPresent(warning -> out.println("warning: " + warning));
    }
    warned = fetched.warning();
    if (!queries(CatalogueFile.read(fetched.copy())).equals(running)) {
      happened = true;
      stop.run();
    }
  }

  private String queries(Catalogue catalogue) {
    String queries = QuerySet.ofQueries(catalogue);
    return logs ? queries + QuerySet.ofLogs(catalogue) : queries;
  }

  /** Says why the run has ended, if that is why. */
  void throwIfHappened() {
    if (happened) {
      throw new UserException(
          "the catalogue has other queries now than this ingest began with",
          "what has landed so far, and the checkpoint, are of those before",
          "have the old catalogue served, or, to go on with the new queries: "
              + ContinueAnew.remedy(SteppedSource.PROMETHEUS)
              + (logs ? " (and the same with loki)" : ""));
    }
  }
}
