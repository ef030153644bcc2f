package io.tidewatch.operator.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.crd.spec.DemandSource;
import io.tidewatch.policy.outcome.Service;
import io.tidewatch.policy.outcome.ServiceLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TermsTest {
  private static final OptionalDouble TWO = OptionalDouble.of(2);

  @Test
  void errors_per_second_are_no_share_of_a_demand_in_cores() {
    ServiceSource.Measured failing =
        new ServiceSource.Measured(Instant.EPOCH, OptionalDouble.empty(), TWO);
    assertEquals(Service.VIOLATED, terms(true).judge(failing, TWO));
    assertEquals(Service.UNKNOWN, terms(false).judge(failing, TWO));
  }

  @Test
  void only_the_built_in_query_is_known_to_count_requests() {
    assertTrue(Terms.requests(Optional.empty()));
    assertTrue(Terms.requests(Optional.of(new DemandSource("request_rate", null, null))));
    assertFalse(Terms.requests(Optional.of(new DemandSource("cpu_cores", null, null))));
    assertFalse(Terms.requests(Optional.of(new DemandSource(null, "sum(queue)", "requests/s"))));
  }

  private static Terms terms(boolean demandIsRequests) {
    ServiceLevels levels = new ServiceLevels(OptionalDouble.empty(), OptionalDouble.of(0.01));
    Duration some = Duration.ofMinutes(10);
    return new Terms("uid/1", levels, demandIsRequests, some, some);
  }
}
