package io.tidewatch.operator.actuate;

import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.List;
import java.util.stream.Stream;

/** Kubernetes' class of a pod, which decides who is evicted first; a resize may not change it. */
enum QosClass {
  GUARANTEED,
  BURSTABLE,
  BEST_EFFORT;

  static QosClass of(List<ContainerSize> containers) {
    if (containers.stream()
        .allMatch(each -> each.requests().isEmpty() && each.limits().isEmpty())) {
      return BEST_EFFORT;
    }
    return containers.stream().allMatch(QosClass::fixed) ? GUARANTEED : BURSTABLE;
  }

  private static boolean fixed(ContainerSize size) {
    return Stream.of(Resource.values())
        .allMatch(
            resource ->
                size.limit(resource).isPresent()
                    && size.limit(resource).equals(size.request(resource)));
  }
}
