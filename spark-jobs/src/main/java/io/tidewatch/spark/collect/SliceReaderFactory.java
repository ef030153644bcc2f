package io.tidewatch.spark.collect;

import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Travels to the executors with the stream's options, and reads slices there. */
record SliceReaderFactory(SteppedSource source, Map<String, String> options)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    SteppedServer server = source.open(new CaseInsensitiveStringMap(options));
    return new SliceReader(server, (SlicePartition) partition);
  }
}
