package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueFileTest {
  private static final String FULL =
      """
      timescale: { step: 12s, wallAnchor: "2026-11-24T16:00:00Z", nominalAnchor: "1998-07-12T23:59:00Z" }
      settle: 20s
      queries:
        - name: demand
          promql: sum by (namespace, workload) (last_over_time(http_requests[$step]))
          unit: requests/s
        - name: ready
          promql: kube_deployment_status_replicas_ready
          labels: { workload: deployment }
        - name: memory
          promql: container_memory_working_set_bytes
          level: pod
          absent: zero
          workload: shop/web
      workloads:
        - workload: shop/web
          demand: demand
          readyReplicas: ready
          minReplicas: 3
          maxReplicas: 30
          capacity: 12.5
          target: 0.7
          trustedTarget: 0.9
          leadTimeSeconds: 90
          priceFactor: 0.5
          zone: Europe/Berlin
          costPerPodHour: 0.04
      """;

  @Test
  void a_log_names_its_lines_and_whose_they_are() {
    Catalogue catalogue =
        CatalogueFile.parse(
            FULL
                + """
                logs:
                  - name: pods
                    logql: '{namespace="shop"} != "/healthz"'
                    labels: { workload: app, pod: instance }
                  - name: edge
                    logql: '{job="nginx"}'
                    workload: shop/edge
                """,
            "test");
    Map<String, String> stream = Map.of("namespace", "shop", "app", "web", "instance", "web-1");
    assertEquals(
        Optional.of(WorkloadId.parse("shop/web")), catalogue.log("pods").workloadOf(stream));
    assertEquals("web-1", catalogue.log("pods").podOf(stream));
    assertEquals(
        Optional.of(WorkloadId.parse("shop/edge")), catalogue.log("edge").workloadOf(Map.of()));
    Map<String, String> byPod = Map.of("namespace", "shop", "instance", "web-7d9f8c6b5-x2x4z");
    assertEquals(
        Optional.of(WorkloadId.parse("shop/web")), catalogue.log("pods").workloadOf(byPod));
  }

  @Test
  void every_bad_key_of_a_log_is_told() {
    String logs =
        """
        logs:
          - { name: demand, logql: '{a="b"}' }
          - { name: Pods, logql: '{a="b"}' }
          - { name: bare, logql: error, levels: x }
        """;
    UserException bad =
        assertThrows(UserException.class, () -> CatalogueFile.parse(FULL + logs, "test"));
    assertTrue(bad.reason().contains("logs[1]"), bad.reason());
    assertTrue(bad.reason().contains("logs[2].levels"), bad.reason());
    assertTrue(bad.reason().contains("no selector"), bad.reason());
    String twice = "logs: [ { name: demand, logql: '{a=\"b\"}' } ]\n";
    UserException named =
        assertThrows(UserException.class, () -> CatalogueFile.parse(FULL + twice, "test"));
    assertTrue(named.reason().contains("two queries or logs are named demand"), named.reason());
  }

  @Test
  void everyKeyArrivesWhereItBelongs() {
    Catalogue catalogue = CatalogueFile.parse(FULL, "test");
    assertEquals(Duration.ofSeconds(12), catalogue.timescale().step());
    assertEquals(Instant.parse("1998-07-12T23:59:00Z"), catalogue.timescale().nominalAnchor());
    assertEquals(Duration.ofSeconds(20), catalogue.settle());
    WorkloadSpec web = catalogue.workload(WorkloadId.parse("shop/web")).orElseThrow();
    assertEquals(Optional.of("ready"), web.readyReplicas());
    assertEquals(3, web.minReplicas());
    assertEquals(30, web.maxReplicas());
    assertEquals(12.5, web.capacity().orElseThrow());
    assertEquals(0.7, web.target());
    assertEquals(0.9, web.trustedTarget().orElseThrow());
    assertEquals(90, web.leadTimeSeconds());
    assertEquals(0.5, web.priceFactor());
    assertEquals("Europe/Berlin", web.zone().getId());
    assertEquals(0.04, web.costPerPodHour());
  }

  @Test
  void aQueryMapsItsLabelsToWorkloadAndPod() {
    Catalogue catalogue = CatalogueFile.parse(FULL, "test");
    QuerySpec ready = catalogue.query("ready");
    Map<String, String> series = Map.of("namespace", "shop", "deployment", "web");
    assertEquals(Optional.of(WorkloadId.parse("shop/web")), ready.workloadOf(series));
    assertEquals(Optional.empty(), ready.workloadOf(Map.of("namespace", "shop")));
    assertEquals("", ready.podOf(Map.of("pod", "web-1")));
    QuerySpec memory = catalogue.query("memory");
    assertEquals(Optional.of(WorkloadId.parse("shop/web")), memory.workloadOf(Map.of()));
    assertEquals("web-1", memory.podOf(Map.of("pod", "web-1")));
    assertEquals(QuerySpec.Absent.ZERO, memory.absent());
  }

  @Test
  void theStepIsFilledIn() {
    String promql = CatalogueFile.parse(FULL, "test").query("demand").at(Duration.ofMinutes(1));
    assertTrue(promql.contains("[60s]"), promql);
  }

  @Test
  void listsEveryBadKeyAtOnce() {
    String bad =
        """
        colour: red
        queries:
          - { name: demand, promql: up, sort: up }
          - { name: Bad-Name, promql: up }
        workloads:
          - { workload: web, demand: demand }
          - { workload: shop/api, demand: demand, target: 1.4 }
          - { workload: shop/db, demand: demand, minReplicas: few, zone: Mars/Base }
        """;
    UserException refused =
        assertThrows(UserException.class, () -> CatalogueFile.parse(bad, "bad.yaml"));
    for (String part :
        new String[] {
          "colour", "queries[0].sort", "Bad-Name", "\"web\"", "target", "minReplicas"
        }) {
      assertTrue(refused.reason().contains(part), part + " in " + refused.reason());
    }
  }

  @Test
  void refusesTwoQueriesOfOneNameAndANameThatIsNotThere() {
    String twice = "queries: [{name: a, promql: up}, {name: a, promql: up}]";
    assertTrue(refusal(twice).contains("two queries are named a"));
    String absent = "workloads: [{workload: shop/web, demand: demand}]";
    assertTrue(refusal(absent).contains("names the query demand"));
  }

  @Test
  void refusesTextThatIsNoYaml() {
    assertTrue(refusal("queries: [").contains("flow"));
  }

  private static String refusal(String yaml) {
    return assertThrows(UserException.class, () -> CatalogueFile.parse(yaml, "x")).reason();
  }

  @Test
  void built_in_queries_come_by_the_set_and_give_way_to_the_users_own() {
    Catalogue catalogue =
        CatalogueFile.parse(
            """
            include: [kubernetes, http, jvm, sizes]
            queries:
              - { name: request_rate, promql: my_rate }
            """,
            "test");
    assertEquals("my_rate", catalogue.query("request_rate").promql());
    assertEquals(QuerySpec.Level.POD, catalogue.query("cpu_usage").level());
    assertEquals(QuerySpec.Absent.ZERO, catalogue.query("error_rate").absent());
    for (QuerySpec query : catalogue.queries()) {
      String promql = query.at(catalogue.timescale().step());
      assertTrue(!promql.matches("(?s).*\\$[a-z].*"), promql);
    }
  }

  @Test
  void an_unknown_set_of_queries_is_refused_with_the_known_ones() {
    UserException refused =
        assertThrows(UserException.class, () -> CatalogueFile.parse("include: [istio]", "test"));
    assertTrue(refused.getMessage().contains("kubernetes"), refused.getMessage());
  }

  @Test
  void a_rate_looks_back_a_minute_or_a_step_if_that_is_longer_unless_told_otherwise() {
    String query = "queries: [{ name: a, promql: 'rate(b[$rate])' }]\n";
    assertEquals("rate(b[60s])", CatalogueFile.parse(query, "test").query("a").promql());
    assertEquals(
        "rate(b[120s])",
        CatalogueFile.parse(query + "timescale: { step: 120s }", "test").query("a").promql());
    assertEquals(
        "rate(b[40s])",
        CatalogueFile.parse(query + "rateWindow: 40s\ntimescale: { step: 12s }", "test")
            .query("a")
            .promql());
  }

  @Test
  void a_series_names_the_kind_of_its_workload_or_is_of_a_deployment() {
    QuerySpec query = CatalogueFile.parse(FULL, "test").query("demand");
    assertEquals(
        Optional.of(WorkloadId.parse("shop/StatefulSet/db")),
        query.workloadOf(
            Map.of("namespace", "shop", "workload", "db", "workload_kind", "StatefulSet")));
    assertEquals(
        Optional.of(WorkloadId.parse("shop/db")),
        query.workloadOf(Map.of("namespace", "shop", "workload", "db")));
  }

  @Test
  void a_query_of_absent_zero_says_itself_where_zero_is_meant() {
    Catalogue catalogue =
        CatalogueFile.parse(FULL.replaceFirst("unit: requests/s", "absent: zero"), "test");
    String promql = catalogue.query("demand").promql();
    assertTrue(promql.contains("or on (namespace, workload)"), promql);
    assertTrue(promql.contains("kube_deployment_status_replicas_ready"), promql);
  }

  @Test
  void without_a_query_that_says_who_was_seen_what_is_absent_stays_unknown() {
    String alone = "queries: [{ name: a, promql: up, absent: zero }]";
    assertEquals("up", CatalogueFile.parse(alone, "test").query("a").promql());
  }

  @Test
  void a_query_that_says_who_was_seen_must_be_there() {
    String lost = "queries: [{ name: a, promql: up, absent: zero, present: b }]";
    assertTrue(refusal(lost).contains("present names the query b"), refusal(lost));
  }

  @Test
  void a_users_query_that_replaces_a_built_in_one_is_the_only_one_of_that_name() {
    String own = "include: [kubernetes]\nqueries: [{ name: restarts, promql: mine, level: pod }]";
    Catalogue catalogue = CatalogueFile.parse(own, "test");
    assertEquals(
        List.of("mine"),
        catalogue.queries().stream()
            .filter(query -> query.name().equals("restarts"))
            .map(QuerySpec::promql)
            .toList());
    String twice =
        own.replace("]", ", { name: restarts, promql: again }]")
            .replace("[kubernetes, { name: restarts, promql: again }]", "[kubernetes]");
    assertTrue(refusal(twice).contains("two queries are named restarts"), refusal(twice));
  }
}
