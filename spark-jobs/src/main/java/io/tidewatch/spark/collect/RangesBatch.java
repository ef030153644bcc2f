package io.tidewatch.spark.collect;

import io.tidewatch.source.StepRange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Given ranges of a server's queries, read once; the option {@code ranges} names them. */
final class RangesBatch implements Batch {
  private final SteppedServer server;
  private final Map<String, String> rawOptions;
  private final List<QueryRange> ranges;
  private final Clock clock;

  RangesBatch(
      SteppedServer server, Map<String, String> rawOptions, List<QueryRange> ranges, Clock clock) {
    this.server = server;
    this.rawOptions = Map.copyOf(rawOptions);
    this.ranges = List.copyOf(ranges);
    this.clock = clock;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return partitions(server, ranges, clock.millis());
  }

  /** A partition for each slice of each range. */
  static InputPartition[] partitions(
      SteppedServer server, List<QueryRange> ranges, long readAtMillis) {
    List<InputPartition> partitions = new ArrayList<>();
    for (QueryRange range : ranges) {
      for (StepRange slice : server.slices(range.query(), range.steps())) {
        partitions.add(
            new SlicePartition(range.query(), slice.after(), slice.until(), readAtMillis));
      }
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new SliceReaderFactory(server.source(), rawOptions);
  }
}
