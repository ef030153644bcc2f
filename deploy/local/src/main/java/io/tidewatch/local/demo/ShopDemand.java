package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The generated traffic of a small shop. */
record ShopDemand(int days, long seed) implements Demand {
  private static final String TRUTH = "truth.json";
  private static final String OF_POD =
      "label_replace(%s, \"workload\", \"$1\", \"pod\", \"(.+)-[^-]+-[^-]+\")";

  @Override
  public String title() {
    return "A small shop, from its metrics to decisions";
  }

  @Override
  public String about() {
    return ("%d days of generated traffic (seed %d) of six workloads that differ in character:"
            + " smooth, weekly, spiky, batch, tiny and growing, with their pods’ logs. They were"
            + " back-filled into a real Prometheus and a log server, landed in Delta tables by"
            + " Spark (all lines are counted by template, those of the last day kept), learned"
            + " from, and served.")
        .formatted(days, seed);
  }

  @Override
  public String scenario() {
    return "shop";
  }

  @Override
  public Optional<PrometheusEndpoint> server() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> prepare(HistoryTool tool, Instant end, Path catalogue) {
    writeCatalogue(tool.run("workloads", List.of("workloads")), catalogue, end);
    Path history = tool.file("history.om");
    List<String> words = new ArrayList<>(List.of("write", "--out", history.toString()));
    words.addAll(List.of("--truth", tool.file(TRUTH).toString()));
    words.addAll(range(end));
    tool.run("history", words);
    return Optional.of(history);
  }

  @Override
  public boolean hasLogs() {
    return true;
  }

  @Override
  public Optional<Path> logs(HistoryTool tool, Instant end) {
    Path logs = tool.file("logs.jsonl");
    List<String> words = new ArrayList<>(List.of("logs", "--out", logs.toString()));
    words.addAll(range(end));
    tool.run("history-logs", words);
    return Optional.of(logs);
  }

  @Override
  public Optional<Path> truth(HistoryTool tool) {
    return Optional.of(tool.file(TRUTH));
  }

  @Override
  public Optional<ProcessSpec> live(HistoryTool tool, Instant end, int port, Optional<URI> loki) {
    List<String> words = new ArrayList<>(List.of("serve", "--port", String.valueOf(port)));
    words.addAll(range(end));
    loki.ifPresent(url -> words.addAll(List.of("--loki", url.toString())));
    return Optional.of(tool.spec("live-history", words));
  }

  @Override
  public List<List<String>> next() {
    return List.of(
        List.of("./tidewatch demo --trace FILE", "the same with your own recorded demand"),
        List.of(
            "./tidewatch demo --prometheus URL --query PROMQL",
            "the same with the demand that your own Prometheus has measured"));
  }

  private List<String> range(Instant end) {
    return List.of(
        "--end", end.toString(), "--days", String.valueOf(days), "--seed", String.valueOf(seed));
  }

  private static void writeCatalogue(JsonNode workloads, Path file, Instant now) {
    CatalogueWriter catalogue = new CatalogueWriter();
    ofWorkload(catalogue, "demand", "sum", "workload:http_requests:rate1m", "requests/s");
    ofWorkload(catalogue, "errors", "sum", "workload:http_errors:rate1m", "errors/s");
    ofWorkload(catalogue, "latency_p95", "max", "workload:http_request_duration_seconds:p95", "s");
    catalogue
        .query(
            "ready_replicas",
            "max by (namespace, deployment)"
                + " (last_over_time(kube_deployment_status_replicas_ready[$step]))",
            "pods")
        .putObject("labels")
        .put("workload", "deployment");
    ofPod(catalogue, "cpu", "sum", "rate(container_cpu_usage_seconds_total[5m])", "cores");
    ofPod(
        catalogue,
        "memory",
        "sum",
        "last_over_time(container_memory_working_set_bytes[$step])",
        "bytes");
    ofPod(
        catalogue,
        "restarts",
        "max",
        "last_over_time(kube_pod_container_status_restarts_total[$step])",
        "restarts");
    catalogue.logs("pods", "{namespace=\"shop\"}");
    workloads.forEach(workload -> add(catalogue, workload));
    catalogue.write(file, now);
  }

  private static void add(CatalogueWriter catalogue, JsonNode workload) {
    catalogue
        .workload(workload.path("workload").asText(), workload.path("capacity").asDouble())
        .put("readyReplicas", "ready_replicas")
        .put("minReplicas", workload.path("minReplicas").asInt())
        .put("maxReplicas", workload.path("maxReplicas").asInt())
        .put("target", workload.path("target").asDouble())
        .put("zone", workload.path("zone").asText());
  }

  private static void ofWorkload(
      CatalogueWriter catalogue, String name, String fold, String series, String unit) {
    String query = "%s by (namespace, workload) (last_over_time(%s[$step]))";
    catalogue.query(name, query.formatted(fold, series), unit);
  }

  private static void ofPod(
      CatalogueWriter catalogue, String name, String fold, String inner, String unit) {
    String folded = fold + " by (namespace, pod) (" + inner + ")";
    ObjectNode query = catalogue.query(name, OF_POD.formatted(folded), unit);
    query.put("level", "pod");
  }
}
