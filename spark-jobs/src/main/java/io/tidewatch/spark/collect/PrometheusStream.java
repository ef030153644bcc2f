package io.tidewatch.spark.collect;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.StepRange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The steps of a catalogue's queries as a stream of batches (start, end].
 *
 * <p>The head lags the clock by the settle delay, so that a step is read once all its samples have
 * arrived. Each batch is bounded in time; its partitions are the slices of each query.
 */
final class PrometheusStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  /** How many steps one batch may span. */
  private record StepsPerBatch(long steps) implements ReadLimit {}

  private final PrometheusOptions options;
  private final Map<String, String> rawOptions;
  private final PrometheusClient client;
  private final Clock clock;
  private final Timescale timescale;
  private final String querySet;
  private OptionalLong finalStep = OptionalLong.empty();

  PrometheusStream(
      PrometheusOptions options,
      Map<String, String> rawOptions,
      PrometheusClient client,
      Clock clock) {
    this.options = options;
    this.rawOptions = Map.copyOf(rawOptions);
    this.client = client;
    this.clock = clock;
    this.timescale = options.catalogue().timescale();
    this.querySet = QuerySet.fingerprint(options.catalogue());
  }

  static PrometheusStream of(CaseInsensitiveStringMap raw) {
    PrometheusOptions options = PrometheusOptions.of(raw);
    return new PrometheusStream(
        options, raw.asCaseSensitiveMap(), options.client(), Clock.systemUTC());
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
    return PrometheusOffset.parse(json).requireSet(querySet);
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
    long from = ((PrometheusOffset) start).untilStep();
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
    long after = ((PrometheusOffset) start).untilStep();
    long until = ((PrometheusOffset) end).untilStep();
    if (until <= after) {
      return new InputPartition[0];
    }
    long readAt = clock.millis();
    List<InputPartition> partitions = new ArrayList<>();
    for (QuerySpec query : options.catalogue().queries()) {
      String promql = query.at(timescale.step());
      for (StepRange slice : client.slices(promql, step(), new StepRange(after, until))) {
        partitions.add(new SlicePartition(query.name(), slice.after(), slice.until(), readAt));
      }
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new SliceReaderFactory(rawOptions);
  }

  @Override
  public void commit(Offset end) {
    // Prometheus keeps its samples whether they were read or not.
  }

  @Override
  public void stop() {
    // Nothing is held open between batches.
  }

  private Duration step() {
    return timescale.step();
  }

  private long head() {
    return timescale.stepIndex(clock.instant().minus(options.settle()));
  }

  private PrometheusOffset offset(long untilStep) {
    return new PrometheusOffset(querySet, step(), untilStep);
  }
}
