package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;

/** The curves as the page's script reads them; times are nominal minutes. */
final class LiveCurves {
  private LiveCurves() {}

  static String json(LiveReport report) {
    ObjectNode root = JsonMapper.builder().build().createObjectNode();
    root.put("slo", LivePlan.SLO_MILLIS / 1e3);
    ArrayNode demand = root.putArray("demand");
    for (double value : report.demandBySteps()) {
      demand.add(round(value));
    }
    ArrayNode sides = root.putArray("sides");
    report.sides().forEach(side -> add(report, sides.addObject(), side));
    ArrayNode floor = root.putArray("floor");
    report
        .ours()
        .ifPresent(ours -> report.quarters().forEach(at -> floor.add(ours.floor().at(at))));
    report.simulated().stream()
        .filter(simulation -> simulation.policy().equals("oracle"))
        .forEach(oracle -> Arrays.stream(oracle.pods()).forEach(root.putArray("optimum")::add));
    // A text that ends the script element would end the page.
    return root.toString().replace("<", "\\u003c");
  }

  private static void add(LiveReport report, ObjectNode node, SideResult side) {
    node.put("label", side.side().label()).put("policy", side.side().policy());
    ArrayNode p95 = node.putArray("p95");
    ArrayNode failed = node.putArray("failed");
    for (Step step : side.steps()) {
      step.p95Millis().ifPresentOrElse(ms -> p95.add(round(ms / 1e3)), p95::addNull);
      failed.add(step.failed());
    }
    ArrayNode pods = node.putArray("pods");
    ArrayNode ready = node.putArray("ready");
    for (Instant at : report.quarters()) {
      pods.add(side.replicas().at(at));
      ready.add(side.ready().at(at));
    }
  }

  private static double round(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
