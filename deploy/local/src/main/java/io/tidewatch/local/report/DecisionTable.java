package io.tidewatch.local.report;

/** The newest decision of each workload with its reasons. */
final class DecisionTable {
  private final Decisions decisions;

  DecisionTable(Decisions decisions) {
    this.decisions = decisions;
  }

  void addTo(Html html) {
    if (decisions.count() == 0) {
      return;
    }
    html.raw("<h2>Latest decisions</h2>");
    html.add(
        "<p class=\"soft\">The newest of {} decisions that the controller took live, in observe"
            + " mode: nothing was written to a cluster.</p>",
        decisions.count());
    html.raw(
        "<div class=\"card table\"><table><thead><tr><th>workload</th><th class=\"l\">time</th>");
    html.raw(
        "<th>demand</th><th>pods</th><th>wanted</th><th>HPA</th><th class=\"l\">forecast</th>");
    html.raw("<th class=\"l\">why</th></tr></thead><tbody>");
    decisions.latest().forEach(line -> row(html, line));
    html.raw("</tbody></table></div>");
  }

  private static void row(Html html, Decisions.Line line) {
    html.add("<tr><td>{}</td><td class=\"l\">{}</td>", line.workload(), clock(line.time()));
    html.add("<td>{}</td><td>{}</td>", line.demand(), line.before());
    html.add("<td><b>{}</b></td><td>{}</td>", line.wanted(), line.hpa());
    html.add(
        "<td class=\"l\"><span class=\"pill {}\">{}</span></td>",
        line.trusted() ? "on" : "",
        line.trusted() ? "trusted" : "not trusted");
    html.add("<td class=\"reasons\">{}</td></tr>", String.join("; ", line.reasons()));
  }

  /** Only hours, minutes and seconds: the date is that of the report. */
  private static String clock(String time) {
    return time.length() >= 19 ? time.substring(11, 19) : time;
  }
}
