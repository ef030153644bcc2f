package io.tidewatch.local.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** The curves as the page's script reads them. */
final class CurveData {
  // More than twice the pixels of any screen is nothing to see, only to load.
  private static final int MOST_POINTS = 9_000;
  private static final MathContext DIGITS = new MathContext(4);

  private CurveData() {}

  static String json(Report report) {
    ArrayNode all = JsonMapper.builder().build().createArrayNode();
    report.curves().forEach(curve -> add(all.addObject(), curve.thinned(MOST_POINTS)));
    // A text that ends the script element would end the page.
    return all.toString().replace("<", "\\u003c");
  }

  private static void add(ObjectNode node, Curve curve) {
    node.put("trace", curve.trace())
        .put("start", curve.startTime().getEpochSecond())
        .put("step", curve.stepSeconds())
        .put("unit", curve.unit());
    ArrayNode demand = node.putArray("demand");
    for (double value : curve.demand()) {
      demand.add(new BigDecimal(value).round(DIGITS).stripTrailingZeros());
    }
    ObjectNode replicas = node.putObject("replicas");
    for (Map.Entry<String, int[]> policy : curve.replicas().entrySet()) {
      ArrayNode pods = replicas.putArray(policy.getKey());
      for (int value : policy.getValue()) {
        pods.add(value);
      }
    }
  }
}
