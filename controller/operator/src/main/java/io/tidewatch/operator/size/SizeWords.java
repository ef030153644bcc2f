package io.tidewatch.operator.size;

import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Sizes in words for people, spelled as in manifests. */
final class SizeWords {
  private static final double MIB = 1024 * 1024;

  private SizeWords() {}

  /** Such as {@code cpu 250m, memory 300Mi}. */
  static String of(Map<Resource, Long> requests) {
    return Arrays.stream(Resource.values())
        .filter(requests::containsKey)
        .map(resource -> resource.key() + " " + amount(resource, requests.get(resource)))
        .collect(Collectors.joining(", "));
  }

  private static String amount(Resource resource, long amount) {
    return resource == Resource.CPU
        ? amount + "m"
        : String.format(Locale.ROOT, "%.0fMi", Math.ceil(amount / MIB));
  }

  /** What a person can do who keeps the template in a repository. */
  static String remedy(String keeper, Map<Resource, Long> wanted) {
    String sizes = wanted.isEmpty() ? "the recommended requests" : of(wanted);
    String ours = keeper + " keeps the template as it is in its repository, so it is not written: ";
    String theirs = "write " + sizes + " there";
    return keeper.equals("Argo CD")
        ? ours + theirs + ", or let a human patch it under ignoreDifferences"
        : ours + theirs;
  }
}
