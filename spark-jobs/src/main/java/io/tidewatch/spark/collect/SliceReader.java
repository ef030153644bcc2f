package io.tidewatch.spark.collect;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.StepRange;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Asks for one slice of one query and gives its values and gaps as rows. */
final class SliceReader implements PartitionReader<InternalRow> {
  private final PrometheusOptions options;
  private final PrometheusClient client;
  private final SlicePartition partition;
  private Optional<Iterator<InternalRow>> rows = Optional.empty();
  private Optional<InternalRow> current = Optional.empty();

  SliceReader(PrometheusOptions options, PrometheusClient client, SlicePartition partition) {
    this.options = options;
    this.client = client;
    this.partition = partition;
  }

  @Override
  public boolean next() {
    if (rows.isEmpty()) {
      rows = Optional.of(read());
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

  private Iterator<InternalRow> read() {
    Timescale timescale = options.catalogue().timescale();
    QuerySpec query = options.catalogue().query(partition.query());
    StepRange steps = new StepRange(partition.after(), partition.until());
    RangeResult answer = client.slice(query.at(timescale.step()), timescale.step(), steps);
    Slice slice = Slice.of(query, options.catalogue(), answer, steps);
    Instant readAt = Instant.ofEpochMilli(partition.readAtMillis());
    return new SliceRows(query.name(), timescale, options.settle(), readAt).rows(slice);
  }
}
