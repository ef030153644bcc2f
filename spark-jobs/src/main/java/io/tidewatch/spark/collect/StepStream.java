package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/**
 * The steps of a server's queries as a stream of batches (start, end].
 *
 * <p>The head lags the clock by the settle delay, so that a step is read once all of it has
 * arrived. Each batch is bounded in time; its partitions are the slices of each query.
 */
final class StepStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  /** How many steps one batch may span. */
  private record StepsPerBatch(long steps) implements ReadLimit {}

  private final SteppedServer server;
  private final StepOptions options;
  private final Map<String, String> rawOptions;
  private final Clock clock;
  private final Timescale timescale;
  private final String querySet;
  private OptionalLong finalStep = OptionalLong.empty();

  StepStream(SteppedServer server, Map<String, String> rawOptions, Clock clock) {
    this.server = server;
    this.options = server.steps();
    this.rawOptions = Map.copyOf(rawOptions);
    this.clock = clock;
    this.timescale = options.timescale();
    this.querySet = server.querySet();
  }

  @Override
  public Offset initialOffset() {
    return options
        .from()
        .map(from -> offset(timescale.stepIndex(from.minusNanos(1))))
        .orElseGet(() -> offset(head()));
  }

  @Override
  public Offset deserializeOffset(String json) {
    return StepOffset.parse(json, server.source()).requireSet(querySet);
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    finalStep = OptionalLong.of(head());
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return new StepsPerBatch(options.longestBatch().toSeconds() / timescale.step().toSeconds());
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    long from = ((StepOffset) start).untilStep();
    long head = finalStep.orElseGet(this::head);
    if (head <= from) {
      // Spark's word for "nothing new": an equal offset would make an empty batch.
      return null;
    }
    return offset(limit instanceof StepsPerBatch most ? Math.min(head, from + most.steps()) : head);
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("this source takes a read limit");
  }

  @Override
  public Offset reportLatestOffset() {
    return offset(head());
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    long after = ((StepOffset) start).untilStep();
    long until = ((StepOffset) end).untilStep();
    if (until <= after) {
      return new InputPartition[0];
    }
    StepRange steps = new StepRange(after, until);
    List<QueryRange> ranges =
        server.queries().stream().map(query -> new QueryRange(query, steps)).toList();
    return RangesBatch.partitions(server, ranges, clock.millis());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new SliceReaderFactory(server.source(), rawOptions);
  }

  @Override
  public void commit(Offset end) {
    // A server keeps what it has whether it was read or not.
  }

  @Override
  public void stop() {
    // Nothing is held open between batches.
  }

  private long head() {
    return timescale.stepIndex(clock.instant().minus(options.settle()));
  }

  private StepOffset offset(long untilStep) {
    return new StepOffset(server.source(), querySet, timescale.step(), untilStep);
  }
}
