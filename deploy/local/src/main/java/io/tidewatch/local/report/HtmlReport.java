package io.tidewatch.local.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML file that needs neither network nor server. */
public final class HtmlReport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private final Report report;
  private final Html html = new Html();

  public HtmlReport(Report report) {
    this.report = report;
  }

  /** The page. */
  public String text() {
    head();
    html.raw("<main>");
    header();
    new HeadlineTiles(report).addTo(html);
    report.notes().forEach(note -> html.add("<div class=\"warn\">{}</div>", note));
    new CurveCards(report).addTo(html);
    new PolicyTable(report).addTo(html);
    report.logStory().map(LogCard::new).ifPresent(card -> card.addTo(html));
    new ForecastTable(report.accuracy()).addTo(html);
    new DecisionTable(report.decisions()).addTo(html);
    facts();
    html.add("<footer>{}</footer>", report.simulated());
    html.raw("</main>");
    scripts();
    html.raw("</body></html>");
    return html.toString();
  }

  private void head() {
    html.raw("<!DOCTYPE html>").raw("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.add("<title>{}</title>", report.title());
    html.raw("<style>" + Html.resource(UPLOT + "dist/uPlot.min.css") + "</style>");
    html.raw("<style>" + Html.resource("report.css") + "</style></head><body>");
  }

  private void header() {
    html.raw("<header><span class=\"brand\">Tidewatch</span>");
    html.add(
        "<span class=\"meta\">{} · {} · {}</span>",
        DATE.format(report.madeAt()),
        Numbers.duration(report.totalSeconds()),
        report.machine());
    html.add("<h1>{}</h1></header>", report.title());
    html.add("<p class=\"lead\">{}</p>", report.about());
  }

  private void facts() {
    html.raw("<div class=\"two\">");
    models();
    addresses();
    html.raw("</div>");
    if (!report.next().isEmpty()) {
      html.raw("<h2>What to do next</h2><div class=\"card\"><dl>");
      report.next().forEach((command, why) -> html.add(entry("<code>{}</code>"), command, why));
      html.raw("</dl></div>");
    }
  }

  private void models() {
    if (report.models().isEmpty()) {
      return;
    }
    html.raw("<section><h2>Model</h2><div class=\"card\"><dl>");
    for (ModelVersion model : report.models()) {
      String alias = model.alias().isEmpty() ? "not promoted" : model.alias();
      html.add("<dt>{}</dt><dd>version {}", model.name(), model.version());
      html.add("<span class=\"pill on\">{}</span>", alias);
      report
          .link(model)
          .filter(link -> report.running())
          .ifPresent(link -> html.add("<a href=\"{}\">in MLflow</a>", link));
      html.raw("</dd>");
    }
    report
        .rows()
        .ifPresent(
            rows ->
                html.add(
                    entry("{}"),
                    "features",
                    Numbers.grouped(rows.features()) + " rows in the feature store"));
    html.raw("</dl></div></section>");
  }

  private void addresses() {
    if (report.urls().isEmpty()) {
      return;
    }
    html.raw("<section><h2>Addresses</h2><div class=\"card\"><dl>");
    for (Map.Entry<String, String> url : report.urls().entrySet()) {
      html.add(
          "<dt>{}</dt><dd><a href=\"{}\">{}</a></dd>",
          url.getKey(),
          url.getValue(),
          url.getValue());
    }
    html.raw("</dl>");
    if (!report.running()) {
      html.raw(
          "<p class=\"note soft\">They answered while the demo ran; <code>--keep</code> leaves");
      html.raw("everything running.</p>");
    }
    html.raw("</div></section>");
  }

  private void scripts() {
    if (report.curves().isEmpty()) {
      return;
    }
    html.raw("<script type=\"application/json\" id=\"curves\">" + CurveData.json(report));
    // uPlot's licence (MIT) stands in its first lines.
    html.raw("</script><script>" + Html.resource(UPLOT + "dist/uPlot.iife.min.js") + "</script>");
    html.raw("<script>" + Html.resource("report.js") + "</script>");
  }

  private static String entry(String term) {
    return "<dt>" + term + "</dt><dd>{}</dd>";
  }
}
