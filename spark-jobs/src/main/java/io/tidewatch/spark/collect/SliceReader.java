package io.tidewatch.spark.collect;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Asks for one slice of one query and gives what it holds, and its gaps, as rows. */
final class SliceReader implements PartitionReader<InternalRow> {
  private final SteppedServer server;
  private final SlicePartition partition;
  private Optional<Iterator<InternalRow>> rows = Optional.empty();
  private Optional<InternalRow> current = Optional.empty();

  SliceReader(SteppedServer server, SlicePartition partition) {
    this.server = server;
    this.partition = partition;
  }

  @Override
  public boolean next() {
    if (rows.isEmpty()) {
      rows = Optional.of(server.read(partition));
    }
    boolean more = rows.get().hasNext();
    current = more ? Optional.of(rows.get().next()) : Optional.empty();
    return more;
  }

  @Override
  public InternalRow get() {
    return current.orElseThrow();
  }

  @Override
  public void close() {
    rows = Optional.of(Collections.emptyIterator());
  }
}
