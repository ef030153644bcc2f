package io.tidewatch.demo.history;

/** The metric families of the demo, in the order in which they are written. */
public enum Family {
  /** Demand. */
  REQUESTS("workload:http_requests:rate1m", "gauge", 3, "Requests per second."),
  /** Failed requests. */
  ERRORS("workload:http_errors:rate1m", "gauge", 4, "Failed requests per second."),
  /** Latency. */
  LATENCY(
      "workload:http_request_duration_seconds:p95",
      "gauge",
      5,
      "95th percentile of the request duration in seconds."),
  /** Ready pods. */
  READY("kube_deployment_status_replicas_ready", "gauge", 0, "Ready pods of a Deployment."),
  /** CPU of a pod. */
  CPU(
      "container_cpu_usage_seconds_total",
      "counter",
      3,
      "CPU seconds that a container has used since its start."),
  /** Memory of a pod. */
  MEMORY(
      "container_memory_working_set_bytes",
      "gauge",
      0,
      "Memory of a container that the kernel cannot take back, in bytes."),
  /** Restarts of a pod. */
  RESTARTS(
      "kube_pod_container_status_restarts_total",
      "counter",
      0,
      "How often a container has been started again.");

  private final String metric;
  private final String type;
  private final int decimals;
  private final String help;

  Family(String metric, String type, int decimals, String help) {
    this.metric = metric;
    this.type = type;
    this.decimals = decimals;
    this.help = help;
  }

  /** The name of its samples. */
  public String metric() {
    return metric;
  }

  /** Digits after the point that are written. */
  public int decimals() {
    return decimals;
  }

  /** Its OpenMetrics head: the family of a counter is named without {@code _total}. */
  String head() {
    String name = metric.endsWith("_total") ? metric.substring(0, metric.length() - 6) : metric;
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
}
