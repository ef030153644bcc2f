package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.outcome.ActionNews;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was done and how it turned out, until the next full record takes it down. */
final class Remarks {
  // A record has room for few; the eldest are in the log and in the metrics.
  private static final int MOST = 4;

  private final Map<WorkloadId, Deque<ObjectNode>> waiting = new HashMap<>();

  synchronized void add(ActionNews news) {
    Deque<ObjectNode> of = waiting.computeIfAbsent(news.workload(), none -> new ArrayDeque<>());
    if (of.size() == MOST) {
      of.removeFirst();
    }
    ObjectNode remark =
        Json.object()
            .put("at", news.at().toString())
            .put("action", news.action())
            .put("code", news.code());
    news.verdict().ifPresent(verdict -> remark.put("outcome", verdict.text()));
    of.addLast(remark.put("text", news.text()));
  }

  synchronized boolean any(WorkloadId workload) {
    return waiting.containsKey(workload);
  }

  /** All that waits, oldest first; it is not there any more. */
  synchronized List<ObjectNode> take(WorkloadId workload) {
    return Optional.ofNullable(waiting.remove(workload)).map(List::copyOf).orElseGet(List::of);
  }

  synchronized void forget(Set<WorkloadId> gone) {
    waiting.keySet().removeAll(gone);
  }
}
