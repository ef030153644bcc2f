package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One query with as many series as a big cluster has pods, in a process of 2 GiB. */
class ManySeriesIT {
  private static final int SERIES = 100_000;
  private static final long STEP_SECONDS = 300;
  private static final int STEPS = 3;

  @TempDir private Path folder;

  @Test
  void a_hundred_thousand_series_land_within_two_gibibytes() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/query_range", ManySeriesIT::answer);
    server.start();
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      long last = Instant.now().getEpochSecond() / STEP_SECONDS - 1;
      JobProcess ingest =
          JobProcess.start(
              supervisor,
              "ingest",
              List.of("-Xmx2g"),
              List.of(
                  "--store=" + folder.resolve("store"),
                  "--master=local[2]",
                  "ingest",
                  "--prometheus=http://127.0.0.1:" + server.getAddress().getPort(),
                  "--catalogue=" + catalogue(Instant.now().getEpochSecond() - last * STEP_SECONDS),
                  "--from=" + Instant.ofEpochSecond((last - STEPS + 1) * STEP_SECONDS)));
      assertEquals(0, ingest.exitCode(), ingest.said());
      assertLanded();
    } finally {
      server.stop(0);
    }
  }

  private void assertLanded() {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, folder.resolve("store"))) {
      Dataset<Row> metrics = store.read(Tables.METRICS);
      assertEquals((long) SERIES * STEPS, metrics.count());
      assertEquals(SERIES, metrics.select("workload", "pod").distinct().count());
      assertEquals(0, metrics.where("value <> cast(substring(pod, 5) as double)").count());
    } finally {
      spark.stop();
    }
  }

  private Path catalogue(long settle) throws IOException {
    return Files.writeString(
        folder.resolve("catalogue.yaml"),
        """
        timescale: { step: %ds }
        settle: %ds
        queries:
          - name: memory
            promql: sum by (namespace, workload, pod) (memory)
            level: pod
        """
            .formatted(STEP_SECONDS, settle));
  }

  // Written as it is read: nobody holds the whole answer.
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form =
          URLDecoder.decode(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              StandardCharsets.UTF_8);
      long start = Long.parseLong(form.replaceAll(".*start=(\\d+).*", "$1"));
      long end = Long.parseLong(form.replaceAll(".*end=(\\d+).*", "$1"));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      try (BufferedWriter body =
          new BufferedWriter(
              new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8))) {
        body.write("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
        for (int series = 0; series < SERIES; series++) {
          body.write(series == 0 ? "" : ",");
          body.write(series(series, start, end));
        }
        body.write("]}}");
      }
    }
  }

  private static String series(int number, long start, long end) {
    StringBuilder text = new StringBuilder("{\"metric\":{\"namespace\":\"shop\",\"workload\":\"w-");
    text.append(number / 100).append("\",\"pod\":\"pod-").append(number).append("\"},\"values\":[");
    for (long time = start; time <= end; time += STEP_SECONDS) {
      text.append(time == start ? "" : ",");
      text.append('[').append(time).append(",\"").append(number).append("\"]");
    }
    return text.append("]}").toString();
  }
}
