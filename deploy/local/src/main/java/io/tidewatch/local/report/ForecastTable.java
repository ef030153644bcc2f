package io.tidewatch.local.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The held-out errors: a row for each demand, a group of columns for each horizon. */
final class ForecastTable {
  private static final Map<String, String> NAMES =
      Map.of(
          ForecastCell.OURS,
          "Tidewatch",
          "last-value",
          "last value",
          "seasonal-naive",
          "yesterday");

  private final Accuracy accuracy;

  ForecastTable(Accuracy accuracy) {
    this.accuracy = accuracy;
  }

  static String name(String method) {
    return NAMES.getOrDefault(method, method);
  }

  void addTo(Html html) {
    if (accuracy.cells().isEmpty()) {
      return;
    }
    html.raw("<h2>Forecast error on held-out days</h2>");
    html.raw("<p class=\"soft\">WAPE = Σ|demand − forecast| ÷ Σ demand, in percent, lower is");
    html.raw(
        "better; the lowest of each place is set off. Baselines: the last value, and the value at");
    html.raw(
        "the same time yesterday. Cover: how much of the demand fell into the 90 % interval.</p>");
    html.raw("<div class=\"card table\"><table><thead>");
    heads(html);
    html.raw("</thead><tbody>");
    accuracy.workloads().forEach(workload -> row(html, workload));
    html.raw("</tbody></table></div>");
  }

  private void heads(Html html) {
    List<String> methods = accuracy.methods();
    html.raw("<tr><th></th>");
    for (int horizon : accuracy.horizons()) {
      html.add(
          "<th class=\"group\" colspan=\"{}\" style=\"text-align:center\">{} min ahead</th>",
          methods.size() + (hasCoverage() ? 1 : 0),
          horizon);
    }
    html.raw("</tr><tr><th>workload</th>");
    for (int i = 0; i < accuracy.horizons().size(); i++) {
      String group = " class=\"group\"";
      for (String method : methods) {
        html.add("<th" + group + ">{}</th>", name(method));
        group = "";
      }
      if (hasCoverage()) {
        html.raw("<th>cover</th>");
      }
    }
    html.raw("</tr>");
  }

  private void row(Html html, String workload) {
    html.add("<tr><td>{}</td>", workload);
    for (int horizon : accuracy.horizons()) {
      Optional<ForecastCell> best = accuracy.best(workload, horizon);
      String group = "group ";
      for (String method : accuracy.methods()) {
        Optional<ForecastCell> cell = accuracy.cell(workload, horizon, method);
        String tone = group + (cell.isPresent() && cell.equals(best) ? "best" : "");
        html.add("<td class=\"{}\">{}</td>", tone, cell.map(ForecastTable::error).orElse("–"));
        group = "";
      }
      if (hasCoverage()) {
        html.add("<td>{}</td>", coverage(workload, horizon));
      }
    }
    html.raw("</tr>");
  }

  private boolean hasCoverage() {
    return accuracy.cells().stream().anyMatch(cell -> cell.coverage90().isPresent());
  }

  private String coverage(String workload, int horizon) {
    return accuracy
        .cell(workload, horizon, ForecastCell.OURS)
        .filter(cell -> cell.coverage90().isPresent())
        .map(cell -> Numbers.fixed(cell.coverage90().getAsDouble(), 0) + " %")
        .orElse("–");
  }

  private static String error(ForecastCell cell) {
    return Numbers.fixed(cell.wape(), cell.wape() < 10 ? 2 : 1);
  }
}
