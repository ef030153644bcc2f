package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.operator.LearnedParameters.Offer;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.source.CatalogueFile;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParametersInForceTest {
  private static final double DEFAULT = 50;

  @Test
  void what_was_learned_is_a_factor_of_the_default_and_a_share_of_the_way() {
    ParametersInForce inForce = of(rules("trustedTarget: 0.8"), offer(0.125, 0.5));
    assertEquals(DEFAULT / 8, inForce.settings().kappa());
    assertEquals(0.7, inForce.settings().trustedTarget(), 1e-12);
    assertEquals("ParametersLearned", inForce.why().code());
    assertTrue(inForce.why().text().contains("origin workload, policy version 3"), "" + inForce);
  }

  @Test
  void another_lead_time_has_the_same_factor_of_its_own_default() {
    WorkloadRules slow = rules("leadTimeSeconds: 120");
    assertEquals(DEFAULT / 2 / 4, of(slow, offer(0.25, 1)).settings().kappa());
  }

  @Test
  void what_is_out_of_bounds_is_refused_with_a_reason() {
    WorkloadRules rules = rules("trustedTarget: 0.8");
    for (double factor :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1, 0.12, 8.01, -0.0}) {
      refused(rules, offer(factor, 1));
    }
    for (double share : new double[] {Double.NaN, -0.01, 1.01, Double.POSITIVE_INFINITY}) {
      refused(rules, offer(1, share));
    }
  }

  private static void refused(WorkloadRules rules, Offer offer) {
    ParametersInForce inForce = of(rules, offer);
    assertEquals(rules.settings(), inForce.settings());
    assertTrue(inForce.why().text().contains("refused"), inForce.why().text());
  }

  @Test
  void an_owner_who_says_no_or_sets_a_price_is_followed() {
    WorkloadRules no = rules("trustedTarget: 0.8").learning(false);
    assertEquals(no.settings(), of(no, offer(0.125, 0.5)).settings());
    assertTrue(of(no, offer(1, 1)).why().text().contains("parameters.learned is false"));
    WorkloadRules priced = rules("priceFactor: 2");
    assertEquals(2 * DEFAULT, of(priced, offer(0.125, 1)).settings().kappa());
  }

  @Test
  void without_anything_learned_the_settings_are_those_of_the_spec_and_the_reason_is_told() {
    WorkloadRules rules = rules("trustedTarget: 0.8");
    ParametersInForce inForce = of(rules, Offer.none("serving is away"));
    assertEquals(rules.settings(), inForce.settings());
    assertTrue(inForce.why().text().endsWith("serving is away"), inForce.why().text());
  }

  @Test
  void whatever_is_offered_the_target_in_force_lies_between_the_owners_two_numbers() {
    Random random = new Random(12);
    for (int i = 0; i < 2_000; i++) {
      double target = 0.3 + 0.3 * random.nextDouble();
      double trusted = target + (1 - target) * random.nextDouble();
      WorkloadRules rules = rules("trustedTarget: " + trusted + ", target: " + target);
      Offer offer = offer(4 * random.nextGaussian(), 3 * random.nextDouble() - 1);
      PolicySettings settings = of(rules, offer).settings();
      assertTrue(settings.trustedTarget() <= trusted, offer + " " + settings);
      assertTrue(settings.trustedTarget() >= target, offer + " " + settings);
      assertEquals(rules.settings().hpa(), settings.hpa(), "the HPA beside it is untouched");
      assertEquals(rules.settings().actuation(), settings.actuation());
    }
  }

  private static Offer offer(double factor, double share) {
    return Offer.of(new LearnedParameters(factor, share, "workload", "3", "it was cheaper"));
  }

  private static ParametersInForce of(WorkloadRules rules, Offer offer) {
    return ParametersInForce.of(rules, offer);
  }

  private static WorkloadRules rules(String more) {
    Catalogue catalogue =
        CatalogueFile.parse(
            """
            settle: 30s
            queries: [ { name: demand, promql: d } ]
            workloads: [ { workload: shop/web, demand: demand, %s } ]
            """
                .formatted(more),
            "the test");
    return WorkloadRules.of(catalogue.workloads().get(0), catalogue);
  }
}
