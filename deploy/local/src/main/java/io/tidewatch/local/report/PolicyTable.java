package io.tidewatch.local.report;

import java.util.List;

/** What every policy cost and broke, as a chart and a table. */
final class PolicyTable {
  private final Report report;

  PolicyTable(Report report) {
    this.report = report;
  }

  void addTo(Html html) {
    List<Scoreboard.Line> lines = report.scoreboard().lines();
    if (lines.isEmpty()) {
      return;
    }
    int demands = report.scoreboard().traces().size();
    html.raw("<h2>Cost and risk of every policy</h2>");
    html.add(
        "<p class=\"soft\">Replayed on the same held-out demand, summed over {}. Savings are the"
            + " pod-hours of the HPA at 60 % CPU less the policy’s; regret counts only the hours in"
            + " which the policy used more than that HPA.</p>",
        demands == 1 ? "one workload" : demands + " workloads");
    html.raw("<div class=\"wide\"><div class=\"card\">");
    html.raw(new PolicyChart(lines).svg());
    html.raw("</div><div class=\"card table\"><table><thead><tr><th>policy</th>");
    html.raw("<th>pod-hours</th><th>× optimum</th><th>violation min</th><th>savings</th>");
    html.raw("<th>regret</th></tr></thead><tbody>");
    lines.forEach(line -> row(html, line));
    html.raw("</tbody></table></div></div>");
  }

  private static void row(Html html, Scoreboard.Line line) {
    html.add("<tr class=\"{}\"><td>{}</td>", line.isOurs() ? "ours" : "", name(line));
    html.add("<td>{}</td>", Numbers.short3(line.podHours()));
    html.add("<td>{}</td>", Numbers.fixed(line.relative(), 2));
    html.add("<td>{}</td>", Numbers.fixed(line.violationMinutes(), 1));
    html.add("<td>{}</td>", savings(line));
    String regret = line.regret().isPresent() ? Numbers.short3(line.regret().getAsDouble()) : "–";
    html.add("<td>{}</td></tr>", line.policy().equals(Scoreboard.HPA) ? "–" : regret);
  }

  private static String savings(Scoreboard.Line line) {
    return line.policy().equals(Scoreboard.HPA) ? "–" : Numbers.signed(line.savings(), 0);
  }

  private static String name(Scoreboard.Line line) {
    return Policies.name(line.policy());
  }
}
