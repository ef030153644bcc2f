package io.tidewatch.operator.crd;

import io.tidewatch.domain.WorkloadId;
import java.util.Locale;

/** Names the demand query that is one workload's own; the name is that of its metric too. */
final class QueryNames {
  private QueryNames() {}

  // The hash tells a-b/c from a/b-c.
  static String of(WorkloadId workload) {
    String words = workload.namespace() + "_" + workload.name();
    String plain = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return "demand_%s_%08x".formatted(plain, workload.toString().hashCode());
  }
}
