package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first failures one by one, so that a lost request can be laid beside the target's log. */
final class FailureLog {
  private static final int MOST = 5_000;

  private final List<ObjectNode> lines = new ArrayList<>();

  synchronized void add(String target, Due due, Answer answer, long latencyNanos) {
    if (answer.kind() == Kind.OK || lines.size() == MOST) {
      return;
    }
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("due_at", Instant.ofEpochMilli(due.epochMillis()).toString());
    line.put("target", target).put("kind", answer.kind().key());
    line.put("latency_ms", latencyNanos / 1_000_000);
    answer.detail().ifPresent(detail -> line.put("detail", detail));
    lines.add(line);
  }

  synchronized List<ObjectNode> lines() {
    return List.copyOf(lines);
  }
}
