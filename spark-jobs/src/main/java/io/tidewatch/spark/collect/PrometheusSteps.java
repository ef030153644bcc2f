package io.tidewatch.spark.collect;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.StepRange;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The values of a catalogue's queries, as rows of {@link SliceSchema}. */
record PrometheusSteps(PrometheusOptions options, PrometheusClient client)
    implements SteppedServer {
  static PrometheusSteps of(CaseInsensitiveStringMap raw) {
    PrometheusOptions options = PrometheusOptions.of(raw);
    return new PrometheusSteps(options, options.client());
  }

  @Override
  public SteppedSource source() {
    return SteppedSource.PROMETHEUS;
  }

  @Override
  public StepOptions steps() {
    return options.steps();
  }

  @Override
  public String querySet() {
    return QuerySet.ofQueries(options.catalogue());
  }

  @Override
  public List<String> queries() {
    return options.catalogue().queries().stream().map(QuerySpec::name).toList();
  }

  @Override
  public List<StepRange> slices(String query, StepRange steps) {
    Timescale timescale = options.catalogue().timescale();
    String promql = options.catalogue().query(query).at(timescale.step());
    return client.slices(promql, timescale.step(), steps);
  }

  @Override
  public Iterator<InternalRow> read(SlicePartition part) {
    Timescale timescale = options.catalogue().timescale();
    QuerySpec query = options.catalogue().query(part.query());
    RangeResult answer = client.slice(query.at(timescale.step()), timescale.step(), part.steps());
    Slice slice = Slice.of(query, options.catalogue(), answer, part.steps());
    Instant readAt = Instant.ofEpochMilli(part.readAtMillis());
    return new SliceRows(query.name(), timescale, options.settle(), readAt).rows(slice);
  }
}
