package io.tidewatch.spark.collect;

import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The counts of one batch between the reading of its lines and their own landing, kept beside the
 * stream's checkpoint so that they go when that goes.
 */
record CountsAside(Path folder) {
  /** Of one batch of the stream whose checkpoint this is. */
  static CountsAside of(Path checkpoint, long batch) {
    return new CountsAside(checkpoint.resolve("counts").resolve(Long.toString(batch)));
  }

  /** Whether they are there as a whole. */
  boolean isWhole() {
    return Files.exists(folder.resolve("_SUCCESS"));
  }

  void write(Dataset<Row> counts) {
    counts.write().mode(SaveMode.Overwrite).parquet(folder.toString());
  }

  Dataset<Row> read(SparkSession spark) {
    return spark.read().schema(SparkTypes.schema(Tables.LOG_COUNTS)).parquet(folder.toString());
  }

  /** Removes them and what earlier batches have left. */
  void drop() {
    if (!Files.isDirectory(folder.getParent())) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder.getParent())) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove " + folder.getParent(), failure);
    }
  }
}
