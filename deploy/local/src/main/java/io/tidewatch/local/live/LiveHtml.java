package io.tidewatch.local.live;

import io.tidewatch.local.report.Html;
import io.tidewatch.local.report.Numbers;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The report as one HTML file that needs neither network nor server. */
final class LiveHtml {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String REPORT = "/io/tidewatch/local/report/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final LiveReport report;
  private final LiveTable table;
  private final Html html = new Html();

  LiveHtml(LiveReport report) {
    this.report = report;
    this.table = new LiveTable(report);
  }

  /** The page. */
  String text() {
    head();
    html.raw("<main>");
    header();
    tiles();
    report.notes().forEach(note -> html.add("<div class=\"warn\">{}</div>", note));
    charts();
    results();
    new OursHtml(report, html).add();
    facts();
    footer();
    html.raw("</main>");
    html.raw("<script type=\"application/json\" id=\"live\">" + LiveCurves.json(report));
    // uPlot's licence (MIT) stands in its first lines.
    html.raw("</script><script>" + Html.resource(UPLOT + "uPlot.iife.min.js") + "</script>");
    html.raw("<script>" + Html.resource("/io/tidewatch/local/live/live.js") + "</script>");
    html.raw("</body></html>");
    return html.toString();
  }

  private void head() {
    html.raw("<!DOCTYPE html>").raw("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw("<title>Live demo</title>");
    html.raw("<style>" + Html.resource(UPLOT + "uPlot.min.css") + "</style>");
    html.raw("<style>" + Html.resource(REPORT + "report.css") + "</style></head><body>");
  }

  private void header() {
    html.raw("<header><span class=\"brand\">Tidewatch</span>");
    html.add("<span class=\"meta\">{} · {}</span>", DATE.format(report.madeAt()), report.machine());
    html.add("<h1>{}</h1></header>", report.title());
    html.add(
        "<p class=\"lead\">Two equal copies of the demo app on a real Kubernetes cluster ({}, {}"
            + " nodes) had the same requests at the same moments, {} nominal minutes in {}. Both"
            + " are scaled by Kubernetes’ own HPA at {} % of what a pod carries"
            + (report.ours().isEmpty()
                ? ", so whatever differs between them is noise: a policy has to win by more than"
                    + " that.</p>"
                : "; over that of B Tidewatch sets floors and, while its forecasts are trusted, a"
                    + " higher target. The optimum foresees everything.</p>"),
        report.ground(),
        report.nodes(),
        report.plan().steps(),
        report.plan().minutes(),
        Math.round(100 * LivePlan.TARGET));
  }

  private void tiles() {
    html.raw("<section class=\"tiles\">");
    for (SideResult side : report.sides()) {
      tile(
          side.violationMinutes() + " min",
          "violated, " + side.side().label(),
          Numbers.grouped(side.failed())
              + " of "
              + Numbers.grouped(side.requests())
              + " requests failed; "
              + Numbers.fixed(side.podHours(), 2)
              + " pod-hours");
    }
    report
        .band()
        .ifPresent(
            band ->
                tile(
                    Numbers.short3(band.violationMinutes()) + " min",
                    "noise band of violations",
                    "and " + Numbers.fixed(band.podHours(), 2) + " pod-hours; " + band.origin()));
    starts(report.starts());
    html.raw("</section>");
  }

  private void starts(double[] sorted) {
    if (sorted.length > 0) {
      tile(
          Numbers.fixed(sorted[sorted.length / 2], 0) + " s",
          "from a pod’s creation to Ready, median",
          sorted.length
              + " pods were added, the slowest took "
              + Numbers.fixed(sorted[sorted.length - 1], 0)
              + " s");
    }
  }

  private void tile(String value, String label, String detail) {
    html.add("<div class=\"card tile\"><div class=\"value\">{}</div>", value);
    html.add("<div class=\"label\">{}</div><div class=\"detail\">{}</div></div>", label, detail);
  }

  private void charts() {
    html.raw("<h2>The race</h2>");
    html.add(
        "<p class=\"soft\">Over nominal minutes, one a step of {} s. A minute is violated if the"
            + " p95 of its requests exceeds {} s or one of them failed. Drag over a chart to zoom,"
            + " double-click to return.</p>",
        report.plan().step().toSeconds(),
        Numbers.short3(LivePlan.SLO_MILLIS / 1e3));
    List<List<String>> charts =
        List.of(
            List.of("demand", "Demand"),
            List.of("pods", "Pods"),
            List.of("latency", "p95 latency"),
            List.of("failed", "Failed requests"));
    html.raw("<div class=\"card curve\">");
    for (List<String> chart : charts) {
      html.add("<div class=\"head\" style=\"margin-top: 14px\"><h3>{}</h3></div>", chart.get(1));
      html.add("<div class=\"plot\" id=\"{}\"></div>", chart.get(0));
    }
    html.raw("</div>");
  }

  private void results() {
    html.raw("<h2>Measured, and simulated beside it</h2>");
    html.raw("<div class=\"card table\"><table><thead><tr>");
    table.heads().forEach(head -> html.add("<th>{}</th>", head));
    html.raw("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.raw("<tr>");
      row.forEach(cell -> html.add("<td>{}</td>", cell));
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
    html.add(
        "<p class=\"soft\">Pod-hours are nominal: a real hour of a pod counts {}. The simulator"
            + " replays the same demand under the HPA’s rules with {} nominal seconds from"
            + " creation to Ready; it knows no queues, no lag of a metric and no chance. The"
            + " optimum foresees everything.</p>",
        report.plan().speed(),
        report.startSeconds());
  }

  private void facts() {
    html.raw("<h2>How it was made</h2><div class=\"card\"><dl>");
    fact("demand", report.demand().about());
    fact(
        "a pod carries",
        "10 requests at a time, a second each, and holds 20 more in a queue: "
            + Numbers.short3(LivePlan.CAPACITY)
            + " requests/s on any machine");
    fact(
        "cluster",
        "up after "
            + Numbers.fixed(report.upSeconds(), 1)
            + " s, both copies Ready "
            + Numbers.fixed(report.readySeconds(), 1)
            + " s later");
    fact(
        "pods counted",
        "by kube-state-metrics through Prometheus; asked of the API instead: " + apiPodHours());
    fact(
        "load generator",
        "open loop, latency from when a request was due; itself "
            + Numbers.fixed(report.lateMillis(), 1)
            + " ms late at p99");
    report.landed().ifPresent(landed -> fact("feature store", landed.sentence()));
    html.raw("</dl></div>");
  }

  private String apiPodHours() {
    return String.join(
        ", ",
        report.sides().stream()
            .map(side -> side.side().name() + " " + Numbers.fixed(side.apiPodHours(), 2))
            .toList());
  }

  private void fact(String name, String text) {
    html.add("<dt>{}</dt><dd>{}</dd>", name, text);
  }

  private void footer() {
    html.add(
        "<footer>Seed {}. Latencies, failures, replicas and pod-hours were measured; only the rows"
            + " marked so are simulated.</footer>",
        report.plan().seed());
  }
}
