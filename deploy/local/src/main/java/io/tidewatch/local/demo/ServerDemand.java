package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a query of the user's own Prometheus has measured.
 *
 * @param capacity demand that a pod is taken to carry
 */
record ServerDemand(PrometheusEndpoint endpoint, String query, int days, double capacity)
    implements Demand {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int PODS_AT_PEAK = 20;
  private static final double TRAIN_PART = 0.7;
  private static final long FEWEST_MINUTES = 3 * 1_440;

  /** Asks the server once for the whole history, and complains if it is of no use. */
  static ServerDemand of(PrometheusEndpoint endpoint, String query, int days, Clock clock) {
    PrometheusClient client = PrometheusClient.of(endpoint);
    // Fails with the server's own words if it is down or the query is wrong.
    client.instant(query, clock.instant());
    long until = clock.instant().getEpochSecond() / STEP.toSeconds();
    StepRange steps = new StepRange(until - days * 1_440L, until);
    double[] values = onlySeries(endpoint.url(), query, client.range(query, STEP, steps));
    double[] train = Arrays.copyOf(values, (int) (TRAIN_PART * values.length));
    double peak = Quantiles.linear(train, 0.999);
    if (peak <= 0) {
      throw unusable(
          endpoint.url(), query, "it was zero all the time", "name a query of some demand");
    }
    return new ServerDemand(endpoint, query, days, peak / PODS_AT_PEAK);
  }

  private static double[] onlySeries(URI url, String query, RangeResult result) {
    long labels = result.series().stream().map(RangeSeries::labels).distinct().count();
    if (labels > 1) {
      throw unusable(
          url, query, "it answers with " + labels + " series", "fold them into one with sum(…)");
    }
    double[] values =
        result.series().stream().flatMapToDouble(s -> Arrays.stream(s.values())).toArray();
    if (values.length < FEWEST_MINUTES) {
      String why =
          Stream.concat(
                  Stream.of("it has " + values.length + " minutes, three days are needed"),
                  result.gaps().stream().map(gap -> gap.detail()).distinct().limit(2))
              .reduce((a, b) -> a + "; " + b)
              .orElseThrow();
      throw unusable(url, query, why, "name a query with more history, or a larger --days");
    }
    return values;
  }

  private static UserException unusable(URI url, String query, String cause, String remedy) {
    return new UserException(
        "the answer of " + url + " to " + query + " is of no use", cause, remedy);
  }

  @Override
  public String title() {
    return "Your own demand, from Prometheus to decisions";
  }

  @Override
  public String about() {
    return ("%d days of %s were read from %s, landed in Delta tables by Spark, learned from, and"
            + " served. A pod is taken to carry a twentieth of the 99.9 %% quantile, %s.")
        .formatted(days, query, endpoint.url(), String.format("%.4g", capacity));
  }

  @Override
  public String scenario() {
    return "query-" + Integer.toHexString((endpoint.url() + " " + query).hashCode());
  }

  @Override
  public Optional<PrometheusEndpoint> server() {
    return Optional.of(endpoint);
  }

  @Override
  public Optional<Path> prepare(HistoryTool tool, Instant end, Path catalogue) {
    CatalogueWriter writer = new CatalogueWriter();
    writer.query("demand", query, "demand").put("workload", "user/query");
    writer.workload("user/query", capacity);
    writer.write(catalogue, end);
    return Optional.empty();
  }

  @Override
  public Optional<ProcessSpec> live(HistoryTool tool, Instant end, int port, Optional<URI> loki) {
    return Optional.empty();
  }

  @Override
  public List<List<String>> next() {
    return List.of(
        List.of(
            "./tidewatch doctor --prometheus " + endpoint.url() + " --catalogue FILE",
            "write a catalogue of your workloads and have its queries tried"),
        List.of("./tidewatch ingest --help", "then collect, train, serve and control for real"));
  }
}
