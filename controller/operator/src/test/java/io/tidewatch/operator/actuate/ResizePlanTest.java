package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ResizePlanTest {
  private static ContainerSize container(String name, long request, long limit) {
    Map<Resource, Long> requests = Map.of(Resource.CPU, request, Resource.MEMORY, request * 1_000);
    Map<Resource, Long> limits = Map.of(Resource.CPU, limit, Resource.MEMORY, limit * 1_000);
    return new ContainerSize(name, requests, limits);
  }

  private static List<ContainerSize> after(List<ContainerSize> now, ResizePlan plan) {
    if (!(plan instanceof ResizePlan.Write write)) {
      return now;
    }
    return now.stream()
        .map(
            size ->
                write.after().stream()
                    .filter(each -> each.name().equals(size.name()))
                    .findFirst()
                    .orElse(size))
        .toList();
  }

  @Property
  void class_limits_and_proportion_are_kept(
      @ForAll @LongRange(min = 1, max = 4_000) long request,
      @ForAll @LongRange(max = 4_000) long burst,
      @ForAll @LongRange(max = 8_000) long wanted) {
    List<ContainerSize> now =
        List.of(container("main", request, request + burst), container("side", 10, 10));
    List<ContainerSize> after =
        after(now, ResizePlan.of(now, Map.of("main", Map.of(Resource.CPU, wanted))));
    assertEquals(QosClass.of(now), QosClass.of(after));
    assertEquals(now.get(1), after.get(1));
    long newRequest = after.get(0).request(Resource.CPU).orElseThrow();
    long newLimit = after.get(0).limit(Resource.CPU).orElseThrow();
    assertTrue(newLimit >= newRequest);
    double proportion = (request + burst) / (double) request;
    assertTrue(newLimit - newRequest * proportion < 1, newLimit + " for " + newRequest);
  }

  @Test
  void only_what_changes_is_named() {
    List<ContainerSize> now = List.of(container("main", 100, 200), container("side", 10, 10));
    ResizePlan plan = ResizePlan.of(now, Map.of("main", Map.of(Resource.MEMORY, 150_000L)));
    ResizePlan.Write write = assertInstanceOf(ResizePlan.Write.class, plan);
    assertEquals(
        "{\"containers\":[{\"name\":\"main\",\"resources\":{\"requests\":{\"memory\":\"150000\"},"
            + "\"limits\":{\"memory\":\"300000\"}}}]}",
        write.spec().toString());
  }

  @Test
  void a_limit_that_the_user_did_not_set_is_not_set() {
    ContainerSize open = new ContainerSize("main", Map.of(Resource.CPU, 100L), Map.of());
    ResizePlan plan = ResizePlan.of(List.of(open), Map.of("main", Map.of(Resource.CPU, 200L)));
    ResizePlan.Write write = assertInstanceOf(ResizePlan.Write.class, plan);
    assertTrue(write.after().get(0).limits().isEmpty());
  }

  @Test
  void a_pod_without_requests_is_left_alone() {
    ContainerSize none = new ContainerSize("main", Map.of(), Map.of());
    ResizePlan plan = ResizePlan.of(List.of(none), Map.of("main", Map.of(Resource.CPU, 200L)));
    assertEquals(ResizeReason.BEST_EFFORT, assertInstanceOf(ResizePlan.Rest.class, plan).reason());
  }
}
