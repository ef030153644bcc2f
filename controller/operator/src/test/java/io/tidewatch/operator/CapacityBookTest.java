package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.operator.crd.ScalerPlans;
import io.tidewatch.operator.crd.TestingScalers;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CapacityBookTest {
  private static final WorkloadId WEB = WorkloadId.parse("shop/web");
  private static final Catalogue CATALOGUE =
      CatalogueFile.parse(
          """
          queries:
          - {name: request_rate, promql: rate}
          - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
          - {name: cpu_usage, level: pod, promql: cpu}
          """,
          "the test");

  @Test
  void a_week_of_hours_says_what_a_pod_carries_for_those_who_asked() {
    ScalerPlans plans =
        TestingScalers.plans(
            TestingScalers.of(
                "web", "scaleTargetRef: {name: web}\nmaxReplicas: 50\ncapacity: {learn: true}\n"),
            TestingScalers.minimal("other"));
    try (TestingServer prometheus = TestingServer.saying(CapacityBookTest::week);
        CapacityBook book = book(prometheus)) {
      book.follow(plans);
      book.learn(plans.entries().subList(1, 2), CATALOGUE);
      // Pods request half a core, of which the HPA uses 60 %, and a request costs 20 ms.
      assertEquals(0.3 / 0.02 / 0.6, book.of(WEB).orElseThrow().perPod(), 0.01);
      assertEquals(Optional.empty(), book.of(WorkloadId.parse("shop/other")));
      book.follow(plans);
      assertTrue(book.of(WEB).isPresent());
      book.follow(TestingScalers.plans(TestingScalers.minimal("other")));
      assertEquals(Optional.empty(), book.of(WEB), "who is gone is forgotten");
    }
  }

  private static CapacityBook book(TestingServer prometheus) {
    Duration patience = Duration.ofSeconds(5);
    return new CapacityBook(
        CATALOGUE.timescale(),
        () -> Optional.of(CATALOGUE),
        new PrometheusClient(
            new PrometheusEndpoint(prometheus.url(), ApiAccess.open().withTimeout(patience)),
            new RetryPolicy(1, patience, patience, new SplittableRandom(0))),
        Clock.fixed(Samples.T0, ZoneOffset.UTC));
  }

  /** Ten pods; demand of 40 to 135 by the hour of the day. */
  private static Said week(String form) {
    StringBuilder values = new StringBuilder();
    long hour = Samples.T0.getEpochSecond() / 3_600;
    for (long at = hour - 167; at <= hour; at++) {
      double demand = 40 + 95.0 * (at % 24) / 23;
      double value = form.contains("ready") ? 10 : form.contains("cpu") ? 0.02 * demand : demand;
      values.append(values.isEmpty() ? "" : ",");
      values.append("[").append(at * 3_600).append(",\"").append(value).append("\"]");
    }
    String label = form.contains("ready") ? "deployment" : "workload";
    assertTrue(form.contains("query"), form);
    return Said.json(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{"
            + "\"namespace\":\"shop\",\""
            + label
            + "\":\"web\"},\"values\":["
            + values
            + "]}]}}");
  }
}
