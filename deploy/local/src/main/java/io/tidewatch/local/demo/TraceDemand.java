package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.Trace;
import io.tidewatch.source.TraceFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded trace in the shop's place.
 *
 * @param minutes its length
 */
record TraceDemand(Path file, String name, int minutes) implements Demand {
  private static final int PODS_AT_PEAK = 20;
  private static final int MINUTES_A_DAY = 1_440;

  /** Reads the trace; throws {@link io.tidewatch.domain.UserException} naming a bad line. */
  static TraceDemand of(Path file) {
    Trace trace = TraceFile.read(file);
    return new TraceDemand(file.toAbsolutePath(), trace.name(), trace.length());
  }

  @Override
  public String title() {
    return "The recorded demand “" + name + "”, from metrics to decisions";
  }

  @Override
  public String about() {
    return ("%d days of recorded demand from %s were back-filled into a real Prometheus, its last"
            + " minute at now, landed in Delta tables by Spark, learned from, and served. The"
            + " trace keeps its own clock and weekday. A pod is taken to carry a twentieth of the"
            + " 99.9 %% quantile.")
        .formatted(days(), file.getFileName());
  }

  @Override
  public String scenario() {
    return "trace-" + safeName();
  }

  @Override
  public int days() {
    return (minutes + MINUTES_A_DAY - 1) / MINUTES_A_DAY;
  }

  @Override
  public Optional<PrometheusEndpoint> server() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> prepare(HistoryTool tool, Instant end, Path catalogue) {
    Path history = tool.file("history.om");
    List<String> words = new ArrayList<>(List.of("trace", "--in", file.toString()));
    words.addAll(List.of("--out", history.toString(), "--end", end.toString()));
    words.addAll(List.of("--workload", workload()));
    JsonNode facts = tool.run("history", words);
    CatalogueWriter writer =
        new CatalogueWriter()
            .clock(facts.path("wallAnchor").asText(), facts.path("nominalAnchor").asText());
    writer.query(
        "demand",
        "sum by (namespace, workload) (last_over_time(workload:http_requests:rate1m[$step]))",
        "demand");
    // Never zero, also if the trace is silent for most of its time.
    double peak = Math.max(facts.path("quantile999Train").asDouble(), 1e-6);
    writer.workload(workload(), peak / PODS_AT_PEAK);
    writer.write(catalogue, end);
    return Optional.of(history);
  }

  @Override
  public Optional<ProcessSpec> live(HistoryTool tool, Instant end, int port, Optional<URI> loki) {
    List<String> words = new ArrayList<>(List.of("serve", "--port", String.valueOf(port)));
    words.addAll(List.of("--end", end.toString(), "--trace", file.toString()));
    words.addAll(List.of("--workload", workload()));
    return Optional.of(tool.spec("live-history", words));
  }

  @Override
  public List<List<String>> next() {
    return List.of(
        List.of(
            "./tidewatch backtest --trace " + file.getFileName(),
            "every policy on this trace, without servers"),
        List.of(
            "./tidewatch demo --prometheus URL --query PROMQL",
            "the same with the demand that your own Prometheus has measured"));
  }

  private String workload() {
    return "trace/" + safeName();
  }

  private String safeName() {
    return name.replaceAll("[^A-Za-z0-9._-]", "-");
  }
}
