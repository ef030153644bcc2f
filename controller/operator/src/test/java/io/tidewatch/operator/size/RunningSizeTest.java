package io.tidewatch.operator.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningSizeTest {
  private static final ContainerSize TEMPLATE = main(1_000, 2_000);

  private static ContainerSize main(long request, long limit) {
    return new ContainerSize("main", Map.of(Resource.CPU, request), Map.of(Resource.CPU, limit));
  }

  private static PodSight pod(String name, ContainerSize... sizes) {
    return new PodSight(
        new PodName("shop", name, "uid-" + name),
        Optional.of(InMemorySizeCluster.WEB),
        "node",
        Instant.EPOCH,
        Optional.empty(),
        true,
        false,
        List.of(sizes));
  }

  @Test
  void pods_that_agree_have_the_say_and_other_containers_have_none() {
    ContainerSize sidecar = new ContainerSize("proxy", Map.of(Resource.CPU, 10L), Map.of());
    List<PodSight> pods =
        List.of(pod("web-1", main(500, 1_000), sidecar), pod("web-2", main(500, 1_000)));
    assertEquals(
        new RunningSize(main(500, 1_000), Optional.empty()), RunningSize.of(TEMPLATE, pods));
  }

  @Test
  void where_no_pod_runs_it_is_the_templates() {
    RunningSize templates = new RunningSize(TEMPLATE, Optional.empty());
    assertEquals(templates, RunningSize.of(TEMPLATE, List.of()));
    assertEquals(templates, RunningSize.of(TEMPLATE, List.of(pod("web-1"))));
  }

  @Test
  void what_a_limit_range_gave_to_pods_is_not_judged_as_if_it_stood_in_the_template() {
    ContainerSize bare = new ContainerSize("main", Map.of(), Map.of());
    assertEquals(bare, RunningSize.of(bare, List.of(pod("web-1", main(500, 500)))).container());
  }

  @Test
  void pods_that_differ_by_their_limits_alone_are_named_too_and_many_are_counted() {
    List<PodSight> pods =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> pod("web-" + i, i == 9 ? main(500, 900) : main(500, 500)))
            .toList();
    String text = RunningSize.of(TEMPLATE, pods).differ().orElseThrow().text();
    assertTrue(text.contains("web-1, web-2, web-3 and 5 more for cpu 500m; web-9 for"), text);
    assertTrue(text.endsWith("web-9 for cpu 500m (limits cpu 900m)"), text);
  }
}
