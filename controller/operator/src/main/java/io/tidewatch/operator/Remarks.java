package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.outcome.ActionNews;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was done and how it turned out, until the next full record takes it down. */
final class Remarks {
  // A record has room for few; the eldest are in the log and in the metrics.
  private static final int MOST = 4;

  private final Map<WorkloadId, Deque<ObjectNode>> waiting = new HashMap<>();
  private final Set<WorkloadId> pressing = new HashSet<>();

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
    if (news.verdict().isEmpty() || news.verdict().get() == Verdict.HARMED) {
      pressing.add(news.workload());
    }
    news.verdict().ifPresent(verdict -> remark.put("outcome", verdict.text()));
    of.addLast(remark.put("text", news.text()));
  }

  /**
   * Whether something cannot wait for the record of the hour: something was done, or did harm. Of
   * thousands of floors that stand each turns out somehow every ten minutes.
   */
  synchronized boolean pressing(WorkloadId workload) {
    return pressing.contains(workload);
  }

  /** All that waits, oldest first; it is not there any more. */
  synchronized List<ObjectNode> take(WorkloadId workload) {
    pressing.remove(workload);
    return Optional.ofNullable(waiting.remove(workload)).map(List::copyOf).orElseGet(List::of);
  }

  synchronized void forget(Set<WorkloadId> gone) {
    waiting.keySet().removeAll(gone);
    pressing.removeAll(gone);
  }
}
