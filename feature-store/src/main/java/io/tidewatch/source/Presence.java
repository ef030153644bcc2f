package io.tidewatch.source;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.QuerySpec.Absent;
import io.tidewatch.domain.QuerySpec.Level;
import io.tidewatch.domain.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which queries say that a workload or a pod was observed: the one that a query names under {@code
 * present}, else what the workloads name as {@code readyReplicas}, {@code ready_replicas} and, for
 * pods, {@code pod_ready}. Without any, what is absent stays unknown.
 */
record Presence(List<QuerySpec> queries, List<WorkloadSpec> workloads, Map<String, String> named) {
  private static final String OF_WORKLOADS = "ready_replicas";
  private static final String OF_PODS = "pod_ready";

  /** All queries; those of {@code absent: zero} say in themselves where zero is meant. */
  List<QuerySpec> fill() {
    Map<String, QuerySpec> byName =
        queries.stream()
            .collect(
                Collectors.toMap(QuerySpec::name, Function.identity(), (first, again) -> first));
    named.values().forEach(name -> require(byName, name));
    return queries.stream()
        .map(q -> q.absent() == Absent.ZERO ? ZeroWherePresent.fill(q, of(q, byName)) : q)
        .toList();
  }

  private List<QuerySpec> of(QuerySpec query, Map<String, QuerySpec> byName) {
    return names(query)
        .filter(name -> !name.equals(query.name()))
        .distinct()
        .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
        .filter(present -> query.level() == Level.WORKLOAD || present.level() == Level.POD)
        .toList();
  }

  private Stream<String> names(QuerySpec query) {
    if (named.containsKey(query.name())) {
      return Stream.of(named.get(query.name()));
    }
    if (query.level() == Level.POD) {
      return Stream.of(OF_PODS);
    }
    return Stream.concat(
        workloads.stream().flatMap(workload -> workload.readyReplicas().stream()),
        Stream.of(OF_WORKLOADS));
  }

  private static void require(Map<String, QuerySpec> byName, String name) {
    if (!byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "present names the query " + name + ", which is not there");
    }
  }
}
