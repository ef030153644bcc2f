package io.tidewatch.local.report;

import java.util.List;

/** What every policy cost and broke, as a chart and a table. */
final class PolicyTable {
  private final Report report;
  private final String reference;

  PolicyTable(Report report) {
    this.report = report;
    this.reference = report.scoreboard().reference();
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
            + " pod-hours of the {} less the policy’s; regret counts only the hours in which the"
            + " policy used more than that HPA. The dotted line is our policy at other prices of a"
            + " violated minute (κ).</p>",
        demands == 1 ? "one workload" : demands + " workloads",
        Policies.name(reference));
    html.raw("<div class=\"wide\"><div class=\"card\">");
    html.raw(new PolicyChart(lines, report.scoreboard().prices()).svg());
    html.raw("</div><div class=\"card table\"><table><thead><tr><th>policy</th>");
    html.raw("<th>pod-hours</th><th>× optimum</th><th>violation min</th><th>savings</th>");
    html.raw("<th>regret</th></tr></thead><tbody>");
    lines.forEach(line -> row(html, line));
    html.raw("</tbody></table></div></div>");
    misjudged(html);
  }

  private void row(Html html, Scoreboard.Line line) {
    boolean isReference = line.policy().equals(reference);
    html.add("<tr class=\"{}\"><td>{}</td>", line.isOurs() ? "ours" : "", name(line));
    html.add("<td>{}</td>", Numbers.short3(line.podHours()));
    html.add("<td>{}</td>", Numbers.fixed(line.relative(), 2));
    html.add("<td>{}</td>", Numbers.fixed(line.violationMinutes(), 1));
    html.add("<td>{}</td>", isReference ? "–" : Numbers.signed(line.savings(), 0));
    html.add("<td>{}</td></tr>", isReference ? "–" : regret(line));
  }

  private static String regret(Scoreboard.Line line) {
    return line.regret().isPresent() ? Numbers.fixed(line.regret().getAsDouble(), 0) : "–";
  }

  /** Nobody knows a pod's capacity exactly, so what an error costs belongs to the result. */
  private void misjudged(Html html) {
    List<Scoreboard.Line> misjudged = report.scoreboard().misjudged();
    if (misjudged.isEmpty()) {
      return;
    }
    html.raw("<details class=\"card\"><summary>If the capacity of a pod is misjudged by 20 %");
    html.raw("</summary><p class=\"soft\">c×0.8: a pod is taken to carry 20 % less than it does;");
    html.raw("c×1.2: 20 % more. The HPA knows no capacity, so it stays as above.</p>");
    html.raw("<div class=\"table\"><table><thead><tr><th>policy</th><th>pod-hours</th>");
    html.raw(
        "<th>× optimum</th><th>violation min</th><th>savings</th><th>regret</th></tr></thead>");
    html.raw("<tbody>");
    misjudged.forEach(line -> row(html, line));
    html.raw("</tbody></table></div></details>");
  }

  private static String name(Scoreboard.Line line) {
    return Policies.name(line.policy());
  }
}
