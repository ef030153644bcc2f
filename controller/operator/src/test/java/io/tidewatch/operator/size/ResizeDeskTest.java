package io.tidewatch.operator.size;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.SizeVerdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResizeDeskTest {
  private static final long GIB = 1L << 30;

  private static ContainerSize main(long millis, long bytes) {
    return new ContainerSize(
        "main", Map.of(Resource.CPU, millis, Resource.MEMORY, bytes), Map.of());
  }

  private static SizeVerdict.Resize to(double cores, double bytes) {
    Resources size =
        new Resources(
            OptionalDouble.of(cores),
            OptionalDouble.empty(),
            OptionalDouble.of(bytes),
            OptionalDouble.empty());
    return new SizeVerdict.Resize(size, List.of("cpu is too much"));
  }

  @Test
  void what_pods_have_and_the_template_has_not_is_written_with_the_rest() {
    // Else the rollout of the CPU would take back the memory that was raised in place.
    assertEquals(
        Map.of(Resource.CPU, 500L, Resource.MEMORY, 2 * GIB),
        ResizeDesk.amounts(main(1_000, 2 * GIB), main(1_000, GIB), to(0.5, 2.0 * GIB)));
  }

  @Test
  void what_both_have_as_it_should_be_is_left_alone() {
    assertEquals(
        Map.of(Resource.CPU, 500L),
        ResizeDesk.amounts(main(1_000, GIB), main(1_000, GIB), to(0.5, GIB)));
  }
}
