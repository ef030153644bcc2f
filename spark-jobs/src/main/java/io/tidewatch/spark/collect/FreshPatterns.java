package io.tidewatch.spark.collect;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.TokenPattern;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The patterns of a batch that no book knows, each with the time of its first line; never more than
 * a fixed number, however many shapes a hostile log has.
 *
 * <p>Of a workload it keeps those that come first by their text. Where there are too many of all
 * workloads together, the most of one is halved until there are not, so what is kept depends
 * neither on the order of lines nor on the parts in which they were read. A pattern has at most 2
 * 000 characters: this holds at most 80 MB, and with the usual hundred characters 4 MB.
 */
final class FreshPatterns implements Serializable {
  /** Of one workload; its book takes fewer. */
  static final int MOST_OF_ONE = 2_000;

  /** Of all workloads together, as long as they are fewer than that. */
  static final int MOST = 20_000;

  private final Map<List<String>, TreeMap<String, Long>> byWorkload = new HashMap<>();
  private int mostOfOne = MOST_OF_ONE;
  private int size;

  /** With the pattern of one more line. */
  FreshPatterns add(String namespace, String kind, String name, String pattern, long time) {
    return add(List.of(namespace, kind, name), pattern, time);
  }

  private FreshPatterns add(List<String> workload, String pattern, long time) {
    TreeMap<String, Long> patterns = byWorkload.computeIfAbsent(workload, key -> new TreeMap<>());
    int before = patterns.size();
    patterns.merge(pattern, time, Math::min);
    trim(patterns);
    size += patterns.size() - before;
    while (size > MOST && mostOfOne > 1) {
      mostOfOne /= 2;
      byWorkload.values().forEach(this::trim);
      size = byWorkload.values().stream().mapToInt(TreeMap::size).sum();
    }
    return this;
  }

  private void trim(TreeMap<String, Long> patterns) {
    while (patterns.size() > mostOfOne) {
      patterns.pollLastEntry();
    }
  }

  /** With those of another part of the batch. */
  FreshPatterns and(FreshPatterns other) {
    mostOfOne = Math.min(mostOfOne, other.mostOfOne);
    byWorkload.values().forEach(this::trim);
    size = byWorkload.values().stream().mapToInt(TreeMap::size).sum();
    other.byWorkload.forEach(
        (workload, patterns) -> patterns.forEach((text, time) -> add(workload, text, time)));
    return this;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** Those of each workload. */
  Map<WorkloadId, Map<TokenPattern, Long>> all() {
    Map<WorkloadId, Map<TokenPattern, Long>> all = new HashMap<>();
    byWorkload.forEach(
        (workload, patterns) -> {
          Map<TokenPattern, Long> parsed = new HashMap<>();
          patterns.forEach((text, time) -> parsed.merge(TokenPattern.parse(text), time, Math::min));
          all.put(new WorkloadId(workload.get(0), workload.get(1), workload.get(2)), parsed);
        });
    return all;
  }
}
