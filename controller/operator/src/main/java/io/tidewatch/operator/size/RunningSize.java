package io.tidewatch.operator.size;

import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What the pods of a workload really ask for, which may be another size than their template's:
 * somebody has resized them, or the template's turn never came.
 *
 * @param container the one that is sized, as its pods have it
 * @param differ names pods of which each has another size, if there are such
 */
record RunningSize(ContainerSize container, Optional<Keep> differ) {
  private static final int FEW = 3;

  /** That of the pods there are; the template's where there are none. */
  static RunningSize of(ContainerSize template, List<PodSight> pods) {
    Map<ContainerSize, List<String>> bySize = new LinkedHashMap<>();
    for (PodSight pod : pods) {
      pod.sizes().stream()
          .filter(size -> size.name().equals(template.name()))
          .forEach(size -> add(bySize, size, pod.name()));
    }
    if (bySize.size() > 1) {
      return new RunningSize(template, Optional.of(new Keep(Why.SIZE_UNKNOWN, text(bySize))));
    }
    ContainerSize theirs = bySize.keySet().stream().findFirst().orElse(template);
    // What a LimitRange gives to pods cannot be written into a template that leaves it to that.
    boolean alike =
        theirs.requests().keySet().equals(template.requests().keySet())
            && theirs.limits().keySet().equals(template.limits().keySet());
    return new RunningSize(alike ? theirs : template, Optional.empty());
  }

  private static void add(
      Map<ContainerSize, List<String>> bySize, ContainerSize size, PodName pod) {
    bySize.computeIfAbsent(size, fresh -> new ArrayList<>()).add(pod.name());
  }

  private static String text(Map<ContainerSize, List<String>> bySize) {
    String some =
        bySize.entrySet().stream()
            .limit(FEW)
            .map(each -> names(each.getValue()) + " for " + words(each.getKey()))
            .collect(Collectors.joining("; "));
    String others = bySize.size() > FEW ? "; others for others" : "";
    return "its pods ask for different sizes: " + some + others;
  }

  private static String names(List<String> pods) {
    String first = pods.stream().limit(FEW).collect(Collectors.joining(", "));
    return pods.size() > FEW ? first + " and " + (pods.size() - FEW) + " more" : first;
  }

  private static String words(ContainerSize size) {
    return size.limits().isEmpty() || size.limits().equals(size.requests())
        ? SizeWords.of(size.requests())
        : SizeWords.of(size.requests()) + " (limits " + SizeWords.of(size.limits()) + ")";
  }

  Resources resources() {
    return resources(container);
  }

  static Resources resources(ContainerSize size) {
    return new Resources(
        units(Resource.CPU, size.request(Resource.CPU)),
        units(Resource.CPU, size.limit(Resource.CPU)),
        units(Resource.MEMORY, size.request(Resource.MEMORY)),
        units(Resource.MEMORY, size.limit(Resource.MEMORY)));
  }

  private static OptionalDouble units(Resource resource, OptionalLong amount) {
    return amount.isPresent() && amount.getAsLong() > 0
        ? OptionalDouble.of(resource.units(amount.getAsLong()))
        : OptionalDouble.empty();
  }
}
