package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with random holes says where absence is zero, as the rule says. */
class ZeroWherePresentIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int STEPS = 120;
  private static final String YAML =
      """
      queries:
        - name: demand
          promql: sum by (namespace, workload) (last_over_time(load[59s])) # per step
          absent: zero
        - name: ready_replicas
          promql: last_over_time(ready[59s])
          labels: { workload: deployment }
        - name: errors
          promql: last_over_time(errors[59s])
          level: pod
          absent: zero
        - name: pod_ready
          promql: last_over_time(pod_ready[59s])
          level: pod
        - name: of_web
          promql: sum (last_over_time(load{workload="w0"}[59s]))
          workload: shop/w0
          absent: zero
        - name: by_pods
          promql: last_over_time(load[59s])
          absent: zero
          present: pod_ready
        - name: fails
          promql: last_over_time(load[59s])
          absent: zero
          present: bad
        - name: bad
          promql: sum by (namespace workload) (
      """;

  @TempDir static Path folder;
  private static Supervisor supervisor;
  private static PrometheusClient client;
  private static StepRange range;
  private static final Catalogue CATALOGUE = CatalogueFile.parse(YAML, "the test");

  /** What was written: by series and step; no entry is a hole. */
  private static final Map<String, TreeMap<Long, Double>> WRITTEN = new TreeMap<>();

  @BeforeAll
  static void fill() throws IOException {
    boolean here =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
    assumeTrue(here, "no Prometheus on this machine");
    long head = Instant.now().getEpochSecond() / 60 - 10;
    range = new StepRange(head - STEPS, head);
    Random random = new Random(20_261_124);
    StringBuilder text = new StringBuilder();
    for (String metric : List.of("load", "ready", "errors", "pod_ready")) {
      text.append("# TYPE ").append(metric).append(" gauge\n");
      for (int i = 0; i < 5; i++) {
        write(text, metric, i, random);
      }
    }
    Path history = Files.writeString(folder.resolve("history.om"), text.append("# EOF\n"));
    PrometheusServer server = PrometheusServer.in(folder.resolve("p"), FreePorts.next());
    supervisor = Supervisor.open(folder.resolve("state"));
    server.backfill(history, supervisor);
    server.start(supervisor);
    client = PrometheusClient.of(PrometheusEndpoint.of(server.url()));
  }

  // Every series has its own share of holes; some values are no numbers, some are zero.
  private static void write(StringBuilder text, String metric, int i, Random random) {
    boolean pods = metric.equals("errors") || metric.equals("pod_ready");
    String name = metric.equals("ready") ? "deployment" : "workload";
    String labels = "namespace=\"shop\"," + name + "=\"w" + i + "\"";
    labels += pods ? ",pod=\"w" + i + "-1\"" : "";
    double holes = 0.2 * i;
    for (long step = range.first(); step <= range.until(); step++) {
      double value = metric.endsWith("ready") ? 1 : random.nextInt(4);
      boolean nan = !metric.endsWith("ready") && random.nextInt(10) == 0;
      if (random.nextDouble() < holes) {
        continue;
      }
      WRITTEN
          .computeIfAbsent(metric + i, key -> new TreeMap<>())
          .put(step, nan ? Double.NaN : value);
      text.append(metric).append('{').append(labels).append("} ");
      text.append(nan ? "NaN" : String.valueOf(value)).append(' ').append(step * 60).append('\n');
    }
  }

  @AfterAll
  static void stop() {
    if (supervisor != null) {
      supervisor.close();
    }
  }

  @Test
  void a_workloads_absent_value_is_zero_exactly_where_its_ready_replicas_were_seen() {
    assertEquals(expected("load", "ready", 5), found("demand"));
  }

  @Test
  void a_pods_absent_value_is_zero_exactly_where_its_readiness_was_seen() {
    assertEquals(expected("errors", "pod_ready", 5), found("errors"));
  }

  @Test
  void another_query_may_say_what_was_seen() {
    assertEquals(expected("load", "pod_ready", 5), found("by_pods"));
  }

  @Test
  void a_query_of_one_workload_gets_the_zeros_of_that_one_alone() {
    assertEquals(expected("load", "ready", 1), found("of_web"));
  }

  @Test
  void if_what_says_who_was_seen_fails_all_is_a_gap() {
    RangeResult result = client.slice(promql("fails"), MINUTE, range);
    assertEquals(List.of(), result.series());
    assertEquals(List.of(range), result.gaps().stream().map(RangeGap::steps).toList());
  }

  private static Map<String, TreeMap<Long, Double>> expected(
      String values, String seen, int workloads) {
    Map<String, TreeMap<Long, Double>> expected = new TreeMap<>();
    for (int i = 0; i < workloads; i++) {
      TreeMap<Long, Double> own = WRITTEN.getOrDefault(values + i, new TreeMap<>());
      TreeMap<Long, Double> all = new TreeMap<>();
      WRITTEN.getOrDefault(seen + i, new TreeMap<>()).keySet().forEach(at -> all.put(at, 0.0));
      all.putAll(own);
      all.values().removeIf(value -> value.isNaN());
      expected.put("shop/w" + i, all);
    }
    return expected;
  }

  private static Map<String, TreeMap<Long, Double>> found(String query) {
    Map<String, TreeMap<Long, Double>> found = new TreeMap<>();
    QuerySpec spec = CATALOGUE.query(query);
    RangeResult result = client.slice(promql(query), MINUTE, range);
    assertEquals(List.of(), result.gaps());
    List<Long> doubled = new ArrayList<>();
    for (RangeSeries series : result.series()) {
      String workload = spec.workloadOf(series.labels()).orElseThrow().toString();
      TreeMap<Long, Double> values = found.computeIfAbsent(workload, key -> new TreeMap<>());
      for (int i = 0; i < series.steps().length; i++) {
        if (values.put(series.steps()[i], series.values()[i]) != null) {
          doubled.add(series.steps()[i]);
        }
        boolean zero = QuerySpec.isAbsentZero(series.labels());
        assertTrue(!zero || series.values()[i] == 0);
      }
    }
    assertEquals(List.of(), doubled, "a value and a zero at one step");
    return found;
  }

  private static String promql(String query) {
    return CATALOGUE.query(query).at(MINUTE);
  }
}
