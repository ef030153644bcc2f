package io.tidewatch.spark.collect;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.source.LogResult;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The lines of a catalogue's logs, as rows of {@link LineSchema}. */
record LokiSteps(LokiOptions options, LokiClient client) implements SteppedServer {
  static LokiSteps of(CaseInsensitiveStringMap raw) {
    LokiOptions options = LokiOptions.of(raw);
    return new LokiSteps(options, options.client());
  }

  @Override
  public SteppedSource source() {
    return SteppedSource.LOKI;
  }

  @Override
  public StepOptions steps() {
    return options.steps();
  }

  @Override
  public String querySet() {
    return QuerySet.ofLogs(options.catalogue());
  }

  @Override
  public List<String> queries() {
    return options.catalogue().logs().stream().map(LogSpec::name).toList();
  }

  @Override
  public List<StepRange> slices(String query, StepRange steps) {
    return client.slices(options.catalogue().log(query).logql(), step(), steps);
  }

  @Override
  public Iterator<InternalRow> read(SlicePartition part) {
    LogSpec log = options.catalogue().log(part.query());
    LogResult answer = client.slice(log.logql(), step(), part.steps());
    LogEntries entries = LogEntries.of(log, answer, step(), part.steps());
    Instant readAt = Instant.ofEpochMilli(part.readAtMillis());
    KnownAt knownAt = new KnownAt(step(), options.steps().settle(), readAt);
    return new EntryRows(log.name(), step(), knownAt).rows(entries);
  }

  private Duration step() {
    return options.steps().timescale().step();
  }
}
