package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.source.CatalogueFile;
import org.junit.jupiter.api.Test;

class WorkloadRulesTest {
  private static double kappa(String more) {
    Catalogue catalogue =
        CatalogueFile.parse(
            """
            include: [http, kubernetes]
            workloads:
            - {workload: shop/web, demand: request_rate, leadTimeSeconds: 120%s}
            """
                .formatted(more),
            "test");
    return WorkloadRules.of(catalogue.workloads().get(0), catalogue).settings().kappa();
  }

  @Test
  void a_violated_minute_costs_what_its_owner_says_beside_the_default() {
    assertEquals(PolicySettings.defaultKappa(120), kappa(""));
    assertEquals(PolicySettings.defaultKappa(120) / 2, kappa(", priceFactor: 0.5"));
  }
}
