package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.CatalogueFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueTextTest {
  @Test
  void the_document_reads_back_as_the_workloads_that_were_planned() {
    ScalerPlans plans =
        TestingScalers.plans(
            TestingScalers.minimal("web"),
            TestingScalers.of(
                "db",
                """
                scaleTargetRef: {kind: StatefulSet, name: db}
                minReplicas: 3
                maxReplicas: 7
                capacity: {perPod: 12.5}
                target: 55
                slo: {violationPricePercent: 50}
                hpa: {trustedTarget: 80}
                schedule: {zone: Europe/Berlin}
                cost: {perPodHour: 0.04}
                """));
    Catalogue read = parsed(plans);
    assertEquals(plans.plans().stream().map(ScalerPlan::workload).toList(), read.workloads());
    assertEquals(TestingScalers.BASE.shared().timescale(), read.timescale());
    assertTrue(read.queries().stream().anyMatch(query -> query.name().equals("error_rate")));
  }

  @Test
  void a_query_of_ones_own_is_one_of_the_catalogue_about_that_workload() {
    ScalerPlans plans =
        TestingScalers.plans(
            TestingScalers.of(
                "web-shop",
                """
                scaleTargetRef: {name: web-shop}
                maxReplicas: 10
                demand: {query: 'sum(rate(hits_total{app="web: #1"}[$rate]))', unit: hits/s}
                """));
    Catalogue read = parsed(plans);
    WorkloadSpec workload = read.workloads().get(0);
    QuerySpec query = read.query(workload.demand());
    assertTrue(query.name().startsWith("demand_shop_web_shop_"), query.name());
    assertEquals("sum(rate(hits_total{app=\"web: #1\"}[60s]))", query.promql());
    assertEquals("hits/s", query.unit());
    assertEquals(Optional.of(workload.workload()), query.workload());
  }

  @Test
  void a_base_with_workloads_of_its_own_is_the_users_to_mend() {
    String yaml =
        CatalogueText.BUILT_IN + "workloads: [{workload: shop/web, demand: request_rate}]";
    UserException refused =
        assertThrows(UserException.class, () -> CatalogueText.of(yaml, "base.yaml"));
    assertTrue(refused.reason().contains("--kubernetes"), refused.reason());
  }

  @Test
  void without_scalers_it_is_what_all_share() {
    assertEquals(List.of(), parsed(TestingScalers.plans()).workloads());
  }

  private static Catalogue parsed(ScalerPlans plans) {
    return CatalogueFile.parse(TestingScalers.BASE.with(plans.plans()), "the test");
  }
}
