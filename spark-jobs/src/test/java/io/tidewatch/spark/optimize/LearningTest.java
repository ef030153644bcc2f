package io.tidewatch.spark.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.mlflow.PolicyModel.WorkloadPolicy;
import io.tidewatch.policy.simulate.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningTest {
  private static final ReplayPlan MINUTE =
      new ReplayPlan(0.6, 2, 100, List.of(10.0), List.of(), 60);
  private static final Map<String, ReplayPlan> PLANS =
      Map.of("shop/a", MINUTE, "shop/b", MINUTE, "shop/c", MINUTE, "shop/d", MINUTE);

  @Test
  void a_workload_whose_own_value_is_clearly_cheaper_departs_from_the_fleet() {
    PolicyModel model =
        model(replayed("shop/a", 0.5), replayed("shop/b", 1), replayed("shop/c", 1));
    assertEquals(1, model.fleet().kappaFactor());
    WorkloadPolicy own = model.of("shop/a").orElseThrow();
    assertTrue(own.departs(), own.parameters().why());
    assertEquals(25, own.kappa(), "half of 50 for a lead time of a minute");
    assertFalse(model.of("shop/b").orElseThrow().departs());
    assertEquals(50, model.of("shop/b").orElseThrow().kappa());
  }

  @Test
  void what_most_of_the_fleet_needs_is_the_prior_also_of_one_that_cannot_be_replayed() {
    Replayed unknown = new Replayed("shop/d", 0, 0, List.of(), "its history has no demand");
    PolicyModel model =
        model(replayed("shop/a", 2), replayed("shop/b", 2), replayed("shop/c", 2), unknown);
    assertEquals(2, model.fleet().kappaFactor());
    WorkloadPolicy blind = model.of("shop/d").orElseThrow();
    assertEquals(100, blind.kappa());
    assertEquals("the fleet's: its history has no demand", blind.parameters().why());
    assertEquals("there is no sample of CPU", blind.size().missing().get("cpu"));
    assertFalse(model.of("shop/a").orElseThrow().departs());
  }

  @Test
  void a_model_is_worse_only_if_the_champions_parameters_cost_less_on_its_own_later_data() {
    PolicyModel half = model(replayed("shop/a", 0.5));
    PolicyModel twice = model(replayed("shop/a", 2));
    assertEquals(Optional.empty(), Learning.worse(half, twice), "it was chosen on this data");
    PolicyModel stubborn =
        new PolicyModel(
            "1",
            half.fleet(),
            Map.of("shop/a", withParameters(half.of("shop/a").orElseThrow(), 2)));
    String why = Learning.worse(stubborn, half).orElseThrow();
    assertEquals(
        "on later data the champion's parameters cost 90.0, these 100.0 priced pod-hours", why);
  }

  private static PolicyModel model(Replayed... replays) {
    return new Learning(PLANS, Map.of()).model("1", List.of(replays));
  }

  private static WorkloadPolicy withParameters(WorkloadPolicy policy, double factor) {
    return new WorkloadPolicy(
        policy.kappa(),
        policy.trustedTarget(),
        new PolicyModel.Parameters(factor, 1, "by hand"),
        true,
        policy.minutes(),
        policy.trustedShare(),
        policy.tried(),
        policy.size());
  }

  /** A replay in which one factor costs a tenth less than all the others. */
  private static Replayed replayed(String workload, double best) {
    List<PolicyModel.Tried> tried = new ArrayList<>();
    for (Candidate candidate : Candidate.grid(false)) {
      double hours = candidate.kappaFactor() == best ? 90 : 100;
      PolicyModel.Spent spent = new PolicyModel.Spent(hours, 0, hours);
      tried.add(
          new PolicyModel.Tried(
              candidate.kappaFactor(), 1, 50 * candidate.kappaFactor(), 0.8, spent, spent));
    }
    return new Replayed(workload, 9_000, 1, tried, "");
  }
}
