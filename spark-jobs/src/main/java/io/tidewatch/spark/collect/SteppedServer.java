package io.tidewatch.spark.collect;

import io.tidewatch.source.StepRange;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** A server whose past is read step by step, for each of its queries. */
interface SteppedServer {
  /** What kind it is. */
  SteppedSource source();

  /** The steps and how they are read. */
  StepOptions steps();

  /** Names the queries and their step, so that progress on one set is never taken for another. */
  String querySet();

  /** The names of the queries. */
  List<String> queries();

  /** Parts of a range that keep within the server's limits. */
  List<StepRange> slices(String query, StepRange steps);

  /** The rows of one part, with a row for each gap. */
  Iterator<InternalRow> read(SlicePartition part);
}
