package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodNameTest {
  @ParameterizedTest
  @CsvSource({
    "web-7d9f8c6b5-x2x4z, shop/web",
    "order-service-86c57db685-9zd4w, shop/order-service",
    "redis-0, shop/StatefulSet/redis",
    "node-exporter-8xkzp, shop/DaemonSet/node-exporter"
  })
  void a_pod_is_of_the_workload_whose_controller_named_it(String pod, String workload) {
    assertEquals(Optional.of(WorkloadId.parse(workload)), PodName.workload("shop", pod));
  }

  @Test
  void any_other_name_says_nothing() {
    assertEquals(Optional.empty(), PodName.workload("shop", "web"));
    assertEquals(Optional.empty(), PodName.workload("shop", "my-aeiou"));
    assertEquals(Optional.empty(), PodName.workload("", "web-7d9f8c6b5-x2x4z"));
  }
}
