package io.tidewatch.spark.features;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Up to where the vectors of one set have been computed. It only saves work: without it everything
 * is computed again and found to be there.
 *
 * @param features the id of the table that holds the vectors
 * @param inputs per input table how much of it the vectors have seen
 * @param workloads per workload what its vectors depend on beside the tables
 */
record Covered(String features, Map<String, Seen> inputs, Map<String, String> workloads) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Covered {
    inputs = new TreeMap<>(inputs);
    workloads = new TreeMap<>(workloads);
  }

  /** What an earlier run has left, if it can be read. */
  static Optional<Covered> read(DeltaStore store, VectorSet set) {
    Path file = file(store, set);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Covered.class));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  void write(DeltaStore store, VectorSet set) {
    SummaryFile.write(file(store, set), this);
  }

  // By fingerprint, so that a new version of a set begins from the start beside the old one.
  private static Path file(DeltaStore store, VectorSet set) {
    String name = set.storedName().replaceAll("[^a-z0-9]+", "-");
    return store.checkpoint("features").resolve(name + ".json");
  }
}
