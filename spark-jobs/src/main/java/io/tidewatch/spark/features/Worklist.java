package io.tidewatch.spark.features;

import io.tidewatch.source.StepRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The steps of each workload whose vectors may be missing, or other than they were. */
final class Worklist implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Steps from the first to the last, both included. */
  private record Span(long first, long last) implements Serializable {}

  private final Map<String, List<Span>> spans = new HashMap<>();

  /** The vectors that depend on inputs of these steps, both included. */
  void add(String workload, long first, long last, VectorSet set) {
    spans
        .computeIfAbsent(workload, name -> new ArrayList<>())
        .add(new Span(first - set.ahead(), last + set.lookBack()));
  }

  /** The part within some steps, merged. */
  Worklist within(StepRange steps) {
    Worklist part = new Worklist();
    spans.forEach(
        (workload, all) -> {
          List<Span> merged = merged(all, steps);
          if (!merged.isEmpty()) {
            part.spans.put(workload, merged);
          }
        });
    return part;
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  Set<String> workloads() {
    return spans.keySet();
  }

  /** The first step of any workload. */
  OptionalLong first() {
    return spans.values().stream().flatMap(List::stream).mapToLong(Span::first).min();
  }

  /** The last step of any workload. */
  OptionalLong last() {
    return spans.values().stream().flatMap(List::stream).mapToLong(Span::last).max();
  }

  /** Whether a vector is wanted. */
  boolean wants(String workload, long step) {
    for (Span span : spans.getOrDefault(workload, List.of())) {
      if (step >= span.first() && step <= span.last()) {
        return true;
      }
    }
    return false;
  }

  private static List<Span> merged(List<Span> all, StepRange steps) {
    List<Span> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Span::first));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      long first = Math.max(span.first(), steps.first());
      long last = Math.min(span.last(), steps.until());
      if (first > last) {
        continue;
      }
      Span before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null && first <= before.last() + 1) {
        merged.set(merged.size() - 1, new Span(before.first(), Math.max(last, before.last())));
      } else {
        merged.add(new Span(first, last));
      }
    }
    return merged;
  }
}
