package io.tidewatch.spark.faults;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A real Prometheus that knows two workloads at every step of some days; each value tells its time,
 * so a row that stands at another time than its own is found.
 *
 * @param firstStep index since the epoch
 * @param lastStep so long ago that it has settled
 */
record TestingShop(PrometheusServer server, long firstStep, long lastStep) {
  static final int STEP_SECONDS = 300;
  static final List<String> WORKLOADS = List.of("api", "web");

  /** How many steps a batch of ingest spans. */
  static final int STEPS_PER_BATCH = 4 * 86_400 / STEP_SECONDS;

  /** More families of OpenMetrics for a time. */
  interface Families {
    String text(long firstStep, long lastStep);
  }

  /** Writes the history of some batches; the server is to be started. */
  static TestingShop of(Path folder, int batches, Supervisor supervisor) throws IOException {
    return of(folder, batches, supervisor, (first, last) -> "");
  }

  /** The same with more that the server knows. */
  static TestingShop of(Path folder, int batches, Supervisor supervisor, Families more)
      throws IOException {
    long last = Instant.now().getEpochSecond() / STEP_SECONDS - 2;
    long first = last - (long) batches * STEPS_PER_BATCH + 1;
    StringBuilder text = new StringBuilder("# TYPE load gauge\n");
    for (String workload : WORKLOADS) {
      String half = workload.equals("api") ? ".5" : ".0";
      for (long step = first; step <= last; step++) {
        text.append("load{namespace=\"shop\",workload=\"").append(workload).append("\"} ");
        text.append(step % 1_000).append(half).append(' ').append(step * STEP_SECONDS).append('\n');
      }
    }
    Files.createDirectories(folder);
    Path history =
        Files.writeString(
            folder.resolve("history.om"), text.append(more.text(first, last)).append("# EOF\n"));
    PrometheusServer server =
        PrometheusServer.in(folder.resolve("prometheus"), FreePorts.next())
            // Its own scrapes would only make its log long.
            .every(java.time.Duration.ofMinutes(5));
    server.backfill(history, supervisor);
    return new TestingShop(server, first, last);
  }

  Instant from() {
    return Instant.ofEpochSecond(firstStep * STEP_SECONDS);
  }

  long steps() {
    return lastStep - firstStep + 1;
  }

  /** How many values a query of all workloads lands. */
  long values() {
    return WORKLOADS.size() * steps();
  }

  /** A catalogue of queries, each a name and a PromQL text. */
  Path catalogue(Path file, String... namesAndQueries) throws IOException {
    StringBuilder yaml = new StringBuilder();
    // Held back to the last step of the history, so that every run sees the same steps.
    long settle = Instant.now().getEpochSecond() - lastStep * STEP_SECONDS;
    yaml.append("timescale: { step: ").append(STEP_SECONDS).append("s }\n");
    yaml.append("settle: ").append(settle).append("s\nqueries:\n");
    for (int i = 0; i < namesAndQueries.length; i += 2) {
      yaml.append("  - name: ").append(namesAndQueries[i]).append('\n');
      yaml.append("    promql: '").append(namesAndQueries[i + 1]).append("'\n");
    }
    return Files.writeString(file, yaml);
  }

  /**
   * The load of each workload. 299 s: Prometheus 2 counts a sample at the very beginning of a
   * window too, Prometheus 3 does not.
   *
   * @param marker a label that no series has, by which a query can be told from others
   */
  static String load(String marker) {
    return "sum by (namespace, workload) (last_over_time(load{" + marker + "=\"\"}[299s]))";
  }

  /** That a metric has landed whole, and every value once and at its own time. */
  void assertLandedOnce(Dataset<Row> metrics, String metric) {
    Dataset<Row> rows = metrics.where(col("metric").equalTo(metric)).cache();
    try {
      assertEquals(values(), rows.count(), metric + ": rows");
      assertEquals(values(), rows.select("workload", "ts").distinct().count(), metric + ": values");
      assertEquals(0, wrong(rows).count(), metric + ": values at another time than their own");
    } finally {
      rows.unpersist();
    }
  }

  private static Dataset<Row> wrong(Dataset<Row> rows) {
    return rows.where(
        col("value")
            .notEqual(
                unix_seconds(col("ts"))
                    .divide(STEP_SECONDS)
                    .mod(1_000)
                    .plus(when(col("workload").equalTo("api"), 0.5).otherwise(0))));
  }
}
