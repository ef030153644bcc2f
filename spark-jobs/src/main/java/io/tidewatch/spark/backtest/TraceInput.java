package io.tidewatch.spark.backtest;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import io.tidewatch.source.Trace;
import io.tidewatch.source.TraceFile;
import io.tidewatch.spark.AccessOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name recorded demand, and how it is read. */
final class TraceInput {
  @Option(names = "--trace", paramLabel = "FILE", description = "One CSV trace.")
  private Path trace;

  @Option(names = "--traces", paramLabel = "DIR", description = "All CSV traces in a folder.")
  private Path traces;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = "Ask this server, with --query.")
  private String prometheus;

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(names = "--query", paramLabel = "PROMQL", description = "A query of one series.")
  private String query;

  @Option(names = "--days", paramLabel = "N", description = "How many days of it (default: 14).")
  private int days = 14;

  /** Whether any source was named. */
  boolean isGiven() {
    return trace != null || traces != null || query != null;
  }

  /** The files that were named; reading one is left to the caller, who may have many. */
  Stream<Trace> read(Clock clock) {
    if (query != null) {
      return Stream.of(ask(clock));
    }
    List<Path> files = trace != null ? List.of(trace) : TraceFile.in(traces);
    return files.stream().map(TraceFile::read);
  }

  private Trace ask(Clock clock) {
    if (prometheus == null) {
      throw new UserException(
          "--query needs a server", "--prometheus is missing", "add --prometheus URL");
    }
    Timescale minutes = Timescale.realTime();
    long now = minutes.stepIndex(clock.instant().minus(Duration.ofMinutes(1)));
    StepRange range = new StepRange(now - (long) days * Timescale.STEPS_PER_DAY, now);
    List<RangeSeries> found =
        PrometheusClient.of(PrometheusEndpoint.parse(prometheus).with(access.access()))
            .range(query, minutes.step(), range)
            .series();
    if (found.size() != 1) {
      throw new UserException(
          "the query does not give one series",
          "it gives " + found.size() + " over the last " + days + " days",
          "sum it up, or name labels until one is left");
    }
    return trace(found.get(0), minutes);
  }

  private static Trace trace(RangeSeries series, Timescale minutes) {
    long first = series.steps()[0];
    int length = Math.toIntExact(series.steps()[series.steps().length - 1] - first + 1);
    if (length < TraceFile.SHORTEST) {
      throw new UserException(
          "the series is too short",
          "it has " + length + " minutes, at least " + TraceFile.SHORTEST + " are needed",
          "wait until it has three days, or name another");
    }
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < series.steps().length; i++) {
      values[(int) (series.steps()[i] - first)] = series.values()[i];
    }
    BitSet imputed = new BitSet();
    for (int i = 1; i < length; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = values[i - 1];
        imputed.set(i);
      }
    }
    return new Trace("query", minutes.wallTime(first), values, imputed);
  }
}
