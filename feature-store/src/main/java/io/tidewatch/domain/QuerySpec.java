package io.tidewatch.domain;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One PromQL template that yields one metric for every workload (or pod) at once.
 *
 * @param name the metric's name in the store
 * @param promql the query; {@code $step} stands for the step as a PromQL duration
 * @param unit the unit of its values, as text
 * @param level whether a series is a whole workload or one pod
 * @param absent what a missing value means
 * @param labels which labels hold namespace, workload, its kind and pod
 * @param workload the workload of every series, for queries whose series carry no such labels
 */
public record QuerySpec(
    String name,
    String promql,
    String unit,
    Level level,
    Absent absent,
    LabelNames labels,
    Optional<WorkloadId> workload) {
  /** What one series of a query is about. */
  public enum Level {
    WORKLOAD,
    POD
  }

  /**
   * What a missing value means: zero only where the query succeeded and whom it is about was
   * observed. The catalogue's reader writes that into the query itself, so that whoever asks it
   * gets the same zeros.
   */
  public enum Absent {
    ZERO,
    UNKNOWN
  }

  /** The label of a series that is not of the query but says where a missing value is zero. */
  public static final String ABSENT_LABEL = "tidewatch_absent";

  /** The label names that identify a series. */
  public record LabelNames(String namespace, String workload, String kind, String pod) {
    public static final LabelNames DEFAULT =
        new LabelNames("namespace", "workload", "workload_kind", "pod");

    public LabelNames {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(workload, "workload");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(pod, "pod");
    }
  }

  public QuerySpec {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a query's name is lower_snake_case: " + name);
    }
    if (promql.isBlank()) {
      throw new IllegalArgumentException("query " + name + " has an empty promql");
    }
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(absent, "absent");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(workload, "workload");
  }

  /** The query with its step filled in. */
  public String at(Duration step) {
    return promql.replace("$step", step.toSeconds() + "s");
  }

  /**
   * The workload that a series with these labels belongs to, empty if a label is missing; without a
   * label for its kind it is a Deployment.
   */
  public Optional<WorkloadId> workloadOf(Map<String, String> series) {
    if (workload.isPresent()) {
      return workload;
    }
    String namespace = series.getOrDefault(labels.namespace(), "");
    String name = series.getOrDefault(labels.workload(), "");
    if (namespace.isBlank() || name.isBlank()) {
      return Optional.empty();
    }
    String kind = series.getOrDefault(labels.kind(), "");
    return Optional.of(
        new WorkloadId(namespace, kind.isBlank() ? WorkloadId.DEPLOYMENT : kind, name));
  }

  /** Whether a series only says that a missing value is zero. */
  public static boolean isAbsentZero(Map<String, String> series) {
    return series.containsKey(ABSENT_LABEL);
  }

  /** The same query in other words. */
  public QuerySpec withPromql(String other) {
    return new QuerySpec(name, other, unit, level, absent, labels, workload);
  }

  /** The pod that a series with these labels belongs to; empty for a whole workload. */
  public String podOf(Map<String, String> series) {
    return level == Level.POD ? series.getOrDefault(labels.pod(), "") : "";
  }
}
