package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.crd.TestingScalers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScalerOrdersTest {
  private static final Timescale FIVE_TIMES =
      new Timescale(Duration.ofSeconds(12), Instant.EPOCH, Instant.EPOCH);

  private static Orders orders(String spec, Mode limit) {
    return ScalerOrders.of(
        TestingScalers.plans(TestingScalers.of("web", spec)).plans().get(0), limit, FIVE_TIMES);
  }

  @Test
  void what_is_left_out_is_a_floor_of_ten_nominal_minutes_of_the_hpa_that_scales_the_target() {
    Orders orders = orders("scaleTargetRef: {name: web}\nmaxReplicas: 10\n", Mode.ACT);
    assertEquals(Mode.OBSERVE, orders.mode());
    assertEquals(Orders.Way.HPA, orders.way());
    assertEquals(new TargetName("shop", "apps/v1", "Deployment", "web"), orders.of());
    assertEquals(Optional.empty(), orders.hpa());
    assertEquals(Duration.ofMinutes(2), orders.ttl());
    assertEquals(OptionalDouble.empty(), orders.trustedTarget());
  }

  @Test
  void what_is_said_is_ordered_but_no_more_than_the_process_may() {
    String spec =
        """
        scaleTargetRef: {name: web}
        maxReplicas: 10
        mode: act
        actuation: hpa
        hpa: {name: web-hpa, trustedTarget: 80, floorSeconds: 300}
        """;
    Orders orders = orders(spec, Mode.CANARY);
    assertEquals(Mode.CANARY, orders.mode());
    assertEquals(Optional.of("web-hpa"), orders.hpa());
    assertEquals(Duration.ofMinutes(1), orders.ttl());
    assertEquals(OptionalDouble.of(0.8), orders.trustedTarget());
    assertEquals("shop/web", orders.scaler());
    assertEquals(Mode.ACT, orders(spec, Mode.ACT).mode());
  }
}
