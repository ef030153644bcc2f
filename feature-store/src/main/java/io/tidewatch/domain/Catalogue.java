package io.tidewatch.domain;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One document that says which workloads exist and how each is observed: the step, the queries and
 * the workloads with their bounds.
 *
 * @param settle how long after its time a sample may still arrive (wall time)
 * @param logs whose lines land
 */
public record Catalogue(
    Timescale timescale,
    Duration settle,
    List<QuerySpec> queries,
    List<LogSpec> logs,
    List<WorkloadSpec> workloads) {
  /** A catalogue without logs. */
  public Catalogue(
      Timescale timescale, Duration settle, List<QuerySpec> queries, List<WorkloadSpec> workloads) {
    this(timescale, settle, queries, List.of(), workloads);
  }

  public Catalogue {
    Objects.requireNonNull(timescale, "timescale");
    Objects.requireNonNull(settle, "settle");
    queries = List.copyOf(queries);
    logs = List.copyOf(logs);
    workloads = List.copyOf(workloads);
    Set<String> names = new HashSet<>();
    for (QuerySpec query : queries) {
      if (!names.add(query.name())) {
        throw new IllegalArgumentException("two queries are named " + query.name());
      }
    }
    Set<String> withLogs = new HashSet<>(names);
    for (LogSpec log : logs) {
      if (!withLogs.add(log.name())) {
        throw new IllegalArgumentException("two queries or logs are named " + log.name());
      }
    }
    Set<WorkloadId> ids = new HashSet<>();
    for (WorkloadSpec workload : workloads) {
      if (!ids.add(workload.workload())) {
        throw new IllegalArgumentException("workload " + workload.workload() + " stands twice");
      }
      workload.queryNames().forEach(name -> requireQuery(names, name, workload));
    }
  }

  /** The workload of that id, if the catalogue has it. */
  public Optional<WorkloadSpec> workload(WorkloadId id) {
    return workloads.stream().filter(spec -> spec.workload().equals(id)).findFirst();
  }

  /** The query of that name; the constructor has checked those that workloads name. */
  public QuerySpec query(String name) {
    return queries.stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no query is named " + name));
  }

  /** The log of that name. */
  public LogSpec log(String name) {
    return logs.stream()
        .filter(log -> log.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no log is named " + name));
  }

  private static void requireQuery(Set<String> names, String name, WorkloadSpec workload) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "workload " + workload.workload() + " names the query " + name + ", which is not there");
    }
  }
}
