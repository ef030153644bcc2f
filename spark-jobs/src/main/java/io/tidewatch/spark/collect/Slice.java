package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.RangeGap;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What an answer says about workloads and pods over one slice: which values, and which steps are
 * unknown for which reason.
 *
 * <p>A value is taken only if its series names one workload (or pod) and no other series names the
 * same at the same step. Zeros in place of absent values come from the server, by a query of {@code
 * absent: zero}; they are kept for the catalogue's workloads only, because a cluster holds many
 * that nobody scales. A step without a value stays unknown, and so does one that is not finite.
 */
record Slice(List<Found> found, List<Gap> gaps) {
  /** A workload, or one of its pods. */
  record Subject(WorkloadId workload, String pod) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      int order = workload.compareTo(other.workload);
      return order != 0 ? order : pod.compareTo(other.pod);
    }
  }

  /** The values of one subject. */
  record Found(Subject subject, long[] steps, double[] values) {}

  /**
   * Steps of the query that are unknown.
   *
   * @param open whether reading them again may help
   */
  record Gap(StepRange steps, String reason, String detail, boolean open) {}

  static Slice of(QuerySpec query, Catalogue catalogue, RangeResult answer, StepRange steps) {
    List<Gap> gaps = new ArrayList<>();
    answer.gaps().forEach(gap -> gaps.add(fromClient(gap)));
    Map<Subject, List<RangeSeries>> bySubject = new TreeMap<>();
    List<Map<String, String>> nameless = new ArrayList<>();
    for (RangeSeries series : answer.series()) {
      if (isZeroOfAnother(query, catalogue, series.labels())) {
        continue;
      }
      Optional<Subject> subject = subject(query, series.labels());
      subject.ifPresentOrElse(
          known -> bySubject.computeIfAbsent(known, key -> new ArrayList<>()).add(series),
          () -> nameless.add(series.labels()));
    }
    if (!nameless.isEmpty()) {
      gaps.add(nameless(query, nameless, steps));
    }
    Optional<Gap> ambiguous = ambiguous(bySubject, steps);
    if (ambiguous.isPresent()) {
      gaps.add(ambiguous.get());
      return new Slice(List.of(), gaps);
    }
    notNumbers(answer, steps).ifPresent(gaps::add);
    List<Found> found = new ArrayList<>();
    bySubject.forEach((key, all) -> all.forEach(part -> found.add(found(key, part))));
    return new Slice(found, gaps);
  }

  private static boolean isZeroOfAnother(
      QuerySpec query, Catalogue catalogue, Map<String, String> labels) {
    return QuerySpec.isAbsentZero(labels)
        && query.workloadOf(labels).flatMap(catalogue::workload).isEmpty();
  }

  private static Optional<Subject> subject(QuerySpec query, Map<String, String> labels) {
    String pod = query.podOf(labels);
    if (query.level() == QuerySpec.Level.POD && pod.isBlank()) {
      return Optional.empty();
    }
    return query.workloadOf(labels).map(workload -> new Subject(workload, pod));
  }

  private static Found found(Subject subject, RangeSeries series) {
    return new Found(subject, series.steps(), series.values());
  }

  private static Gap fromClient(RangeGap gap) {
    return new Gap(gap.steps(), gap.reason().text(), gap.detail(), true);
  }

  private static Gap nameless(
      QuerySpec query, List<Map<String, String>> nameless, StepRange steps) {
    return new Gap(
        steps,
        "unidentified",
        nameless.size()
            + " series lack one of the labels "
            + query.labels()
            + ", for example "
            + nameless.get(0)
            + "; map them in the catalogue under labels, or aggregate by them",
        true);
  }

  private static Optional<Gap> notNumbers(RangeResult answer, StepRange steps) {
    int dropped = answer.series().stream().mapToInt(RangeSeries::dropped).sum();
    if (dropped == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Gap(steps, "not_a_number", dropped + " values are NaN or infinite", false));
  }

  private static Optional<Gap> ambiguous(
      Map<Subject, List<RangeSeries>> bySubject, StepRange steps) {
    return bySubject.entrySet().stream()
        .filter(entry -> overlap(entry.getValue()))
        .findFirst()
        .map(
            entry ->
                new Gap(steps, "ambiguous", ambiguity(entry.getKey(), entry.getValue()), true));
  }

  private static String ambiguity(Subject subject, List<RangeSeries> series) {
    String who = (subject.workload() + " " + subject.pod()).strip();
    if (series.size() == 1) {
      return "the series of " + who + " has two values at one time: the server is at fault";
    }
    return "two series are both "
        + who
        + ": "
        + series.get(0).labels()
        + " and "
        + series.get(1).labels()
        + "; aggregate the query by the labels that identify a series";
  }

  private static boolean overlap(List<RangeSeries> series) {
    long[] all = series.stream().flatMapToLong(part -> Arrays.stream(part.steps())).toArray();
    return LongStream.of(all).distinct().count() < all.length;
  }
}
