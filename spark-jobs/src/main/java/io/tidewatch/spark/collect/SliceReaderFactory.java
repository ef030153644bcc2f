package io.tidewatch.spark.collect;

import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Travels to the executors with the stream's options, and reads slices there. */
record SliceReaderFactory(Map<String, String> options) implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    PrometheusOptions parsed = PrometheusOptions.of(new CaseInsensitiveStringMap(options));
    return new SliceReader(parsed, parsed.client(), (SlicePartition) partition);
  }
}
