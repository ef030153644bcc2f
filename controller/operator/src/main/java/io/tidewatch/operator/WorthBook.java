package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each workload's decisions were worth so far, beyond what their lines carry: in a file beside
 * the ring, written once a step. Figures for people: one that is lost costs a minute, no decision.
 */
final class WorthBook {
  static final String FILE = "worth.json";

  private static final Logger LOG = LoggerFactory.getLogger(WorthBook.class);

  private final Path file;
  private final Complaints complaints = new Complaints(LOG);
  private final Map<String, Ledger.Carried> sums = new ConcurrentHashMap<>();

  private WorthBook(Path file) {
    this.file = file;
  }

  static WorthBook open(Path directory) {
    WorthBook book = new WorthBook(directory.resolve(FILE));
    try {
      JsonNode root = Json.parse(Files.readString(book.file));
      root.fields().forEachRemaining(each -> book.take(each.getKey(), each.getValue()));
    } catch (NoSuchFileException none) {
      // Nothing was saved yet.
    } catch (IOException damaged) {
      LOG.warn("savings and regret begin anew: {}", damaged.getMessage());
    }
    return book;
  }

  private void take(String workload, JsonNode node) {
    sums.put(
        workload,
        new Ledger.Carried(
            node.path(0).asDouble(),
            node.path(1).asDouble(),
            node.path(2).asDouble(),
            node.path(3).asDouble()));
  }

  Ledger.Carried of(WorkloadId workload) {
    return Optional.ofNullable(sums.get(workload.toString())).orElse(Ledger.Carried.NOTHING);
  }

  void put(WorkloadId workload, Ledger.Carried worth) {
    sums.put(workload.toString(), worth);
  }

  void forget(Set<WorkloadId> gone) {
    gone.forEach(workload -> sums.remove(workload.toString()));
  }

  /** Writes all down. */
  void write() {
    ObjectNode root = Json.object();
    sums.forEach(
        (workload, worth) ->
            root.putArray(workload)
                .add(rounded(worth.savedPriced()))
                .add(rounded(worth.regretPriced()))
                .add(rounded(worth.violationSeconds()))
                .add(rounded(worth.hpaViolationSeconds())));
    Path fresh = file.resolveSibling(FILE + ".new");
    try {
      Files.writeString(fresh, root.toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      complaints.well(FILE);
    } catch (IOException full) {
      complaints.trouble(FILE, "it cannot be written: " + full.getMessage());
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }
}
