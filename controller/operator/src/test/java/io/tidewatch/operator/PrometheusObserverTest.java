package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PrometheusObserverTest {
  private static final String NO_SERIES = vector("");
  private static final String READY =
      vector(series("deployment", "web", "4") + "," + series("deployment", "api", "3"));

  @Test
  void one_call_per_query_serves_all_workloads() {
    List<String> asked = new CopyOnWriteArrayList<>();
    Observation seen =
        observe(
            Samples.catalogue(),
            query -> {
              asked.add(query);
              return query.contains("kube_")
                  ? Said.json(READY)
                  : Said.json(
                      vector(
                          series("workload", "web", "50") + "," + series("workload", "api", "7")));
            });
    assertEquals(OptionalDouble.of(50), seen.demandOf(Samples.WEB).value());
    assertEquals(OptionalDouble.of(7), seen.demandOf(Samples.API).value());
    assertEquals(OptionalDouble.of(4), seen.readyOf(Samples.WEB).value());
    assertEquals(2, asked.size(), asked.toString());
  }

  @Test
  void nan_is_unknown() {
    Observation seen = demand(vector(series("workload", "web", "NaN")));
    assertTrue(seen.demandOf(Samples.WEB).value().isEmpty());
  }

  @Test
  void a_negative_demand_is_unknown() {
    assertTrue(
        demand(vector(series("workload", "web", "-1"))).demandOf(Samples.WEB).value().isEmpty());
  }

  @Test
  void text_where_a_number_belongs_is_unknown() {
    assertTrue(
        demand(vector(series("workload", "web", "many"))).demandOf(Samples.WEB).value().isEmpty());
  }

  @Test
  void two_series_of_one_workload_are_unknown_because_neither_is_all_of_it() {
    Observation seen =
        demand(vector(series("workload", "web", "5") + "," + series("workload", "web", "6")));
    assertTrue(seen.demandOf(Samples.WEB).problem().orElseThrow().text().contains("2 series"));
  }

  @Test
  void a_query_that_fails_leaves_the_others_alone() {
    Observation seen =
        observe(
            Samples.catalogue(),
            query ->
                query.contains("kube_")
                    ? new Said(
                        400,
                        "application/json",
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse\"}")
                    : Said.json(vector(series("workload", "web", "50"))));
    assertEquals(OptionalDouble.of(50), seen.demandOf(Samples.WEB).value());
    assertEquals("MetricsDown", seen.readyOf(Samples.WEB).problem().orElseThrow().code());
  }

  @Test
  void a_server_that_is_down_or_something_else_is_unknown() {
    for (Said said :
        List.of(
            new Said(503, "text/plain", "starting"),
            new Said(200, "text/html", "<html></html>"),
            Said.json("{\"status\":\"success\",\"data\":{\"resultType\":\"vec"))) {
      Observation seen = observe(Samples.catalogue(), query -> said);
      assertEquals("MetricsDown", seen.demandOf(Samples.WEB).problem().orElseThrow().code());
    }
  }

  @Test
  void an_absent_value_is_unknown() {
    assertTrue(zeroIfAbsent(NO_SERIES).demandOf(Samples.WEB).value().isEmpty());
  }

  @Test
  void a_zero_that_the_server_gives_in_place_of_an_absent_value_is_taken() {
    String zero = vector(series("tidewatch_absent\":\"zero\",\"workload", "web", "0"));
    assertEquals(OptionalDouble.of(0), zeroIfAbsent(zero).demandOf(Samples.WEB).value());
  }

  @Test
  void nan_is_no_zero_even_where_absence_is() {
    String nan = vector(series("workload", "web", "NaN"));
    assertTrue(zeroIfAbsent(nan).demandOf(Samples.WEB).value().isEmpty());
  }

  private static Observation zeroIfAbsent(String demand) {
    String yaml =
        Samples.catalogueYaml().replaceFirst("- name: demand", "- name: demand\n    absent: zero");
    return observe(
        CatalogueFile.parse(yaml, "the test"),
        query -> Said.json(query.contains("http_requests") ? demand : READY));
  }

  private static Observation demand(String demand) {
    return observe(
        Samples.catalogue(), query -> Said.json(query.contains("kube_") ? READY : demand));
  }

  private static Observation observe(Catalogue catalogue, Function<String, Said> script) {
    try (TestingServer server = TestingServer.saying(script)) {
      PrometheusEndpoint endpoint =
          new PrometheusEndpoint(
              server.url(), Optional.empty(), Optional.empty(), Map.of(), Duration.ofSeconds(5));
      RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(0));
      return new PrometheusObserver(catalogue, new PrometheusClient(endpoint, once))
          .observe(Samples.T0);
    }
  }

  private static String series(String label, String name, String value) {
    return "{\"metric\":{\"namespace\":\"shop\",\"%s\":\"%s\"},\"value\":[1795478400,\"%s\"]}"
        .formatted(label, name, value);
  }

  private static String vector(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + series
        + "]}}";
  }
}
