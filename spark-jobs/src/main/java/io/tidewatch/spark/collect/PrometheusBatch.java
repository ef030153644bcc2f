package io.tidewatch.spark.collect;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.StepRange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Given ranges of a catalogue's queries, read once; the option {@code ranges} names them. */
final class PrometheusBatch implements Batch {
  private final PrometheusOptions options;
  private final Map<String, String> rawOptions;
  private final List<QueryRange> ranges;
  private final Clock clock;

  PrometheusBatch(
      PrometheusOptions options,
      Map<String, String> rawOptions,
      List<QueryRange> ranges,
      Clock clock) {
    this.options = options;
    this.rawOptions = Map.copyOf(rawOptions);
    this.ranges = List.copyOf(ranges);
    this.clock = clock;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    PrometheusClient client = options.client();
    Timescale timescale = options.catalogue().timescale();
    long readAt = clock.millis();
    List<InputPartition> partitions = new ArrayList<>();
    for (QueryRange range : ranges) {
      QuerySpec query = options.catalogue().query(range.query());
      String promql = query.at(timescale.step());
      for (StepRange slice : client.slices(promql, timescale.step(), range.steps())) {
        partitions.add(new SlicePartition(query.name(), slice.after(), slice.until(), readAt));
      }
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new SliceReaderFactory(rawOptions);
  }
}
