package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** One JSON object a line for each step, as soon as every target's requests of it have ended. */
final class JsonProgress implements Progress {
  private final PrintWriter out;
  private int shown;

  JsonProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void look(List<Lane> lanes) {
    List<List<StepRow>> rows = new ArrayList<>();
    lanes.forEach(lane -> rows.add(lane.book().rows(shown)));
    int complete = rows.stream().mapToInt(List::size).min().orElse(0);
    for (int i = 0; i < complete; i++) {
      int step = i;
      out.println(line(rows.stream().map(of -> of.get(step)).toList()));
    }
    out.flush();
    shown += complete;
  }

  private static ObjectNode line(List<StepRow> rows) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("step", rows.get(0).step());
    line.put("start_epoch_ms", rows.get(0).startEpochMillis());
    ArrayNode targets = line.putArray("targets");
    rows.forEach(
        row -> CountsJson.put(targets.addObject().put("target", row.target()), row.counts()));
    return line;
  }
}
