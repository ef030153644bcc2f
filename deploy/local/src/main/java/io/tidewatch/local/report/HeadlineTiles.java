package io.tidewatch.local.report;

import java.util.Optional;
import java.util.OptionalDouble;

/** The four numbers that a reader takes away. */
final class HeadlineTiles {
  private static final int HORIZON = 10;

  private final Report report;
  private final Scoreboard scoreboard;
  private final Accuracy accuracy;

  HeadlineTiles(Report report) {
    this.report = report;
    this.scoreboard = report.scoreboard();
    this.accuracy = report.accuracy();
  }

  void addTo(Html html) {
    html.raw("<section class=\"tiles\">");
    scoreboard.headline().ifPresent(ours -> autoscale(html, ours));
    errors(html);
    report.rows().ifPresent(rows -> rows(html, rows));
    html.raw("</section>");
  }

  private void autoscale(Html html, Scoreboard.Line ours) {
    Optional<Scoreboard.Line> hpa = scoreboard.line(scoreboard.reference());
    if (hpa.isEmpty()) {
      return;
    }
    double saved = 100 * ours.savings() / hpa.get().podHours();
    tile(
        html,
        saved >= 0 ? "good" : "bad",
        Numbers.signed(-saved, 1) + " %",
        "pod-hours against the " + reference(),
        Numbers.short3(ours.podHours())
            + " instead of "
            + Numbers.short3(hpa.get().podHours())
            + regret(ours.regret())
            + money(ours.savings()));
    boolean calmer = ours.violationMinutes() <= hpa.get().violationMinutes();
    tile(
        html,
        calmer ? "good" : "bad",
        Numbers.fixed(ours.violationMinutes(), 1) + " min",
        "demand above what the ready pods carry",
        "the " + reference() + ": " + Numbers.fixed(hpa.get().violationMinutes(), 1) + " min");
  }

  private String reference() {
    return Policies.name(scoreboard.reference());
  }

  private void errors(Html html) {
    if (accuracy.played() == 0) {
      return;
    }
    OptionalDouble ours = mean(ForecastCell.OURS);
    OptionalDouble baseline =
        accuracy.methods().stream()
            .filter(method -> !method.equals(ForecastCell.OURS))
            .map(this::mean)
            .flatMapToDouble(OptionalDouble::stream)
            .min();
    boolean all = accuracy.won() == accuracy.played();
    String detail =
        ours.isPresent() && baseline.isPresent()
            ? "mean error %s %% at %d min, best baseline %s %%"
                .formatted(
                    Numbers.fixed(ours.getAsDouble(), 1),
                    HORIZON,
                    Numbers.fixed(baseline.getAsDouble(), 1))
            : "";
    tile(
        html,
        all ? "good" : "",
        accuracy.won() + " of " + accuracy.played(),
        "forecasts beat both baselines",
        detail);
  }

  private OptionalDouble mean(String method) {
    return accuracy.workloads().stream()
        .flatMap(workload -> accuracy.cell(workload, HORIZON, method).stream())
        .mapToDouble(ForecastCell::wape)
        .average();
  }

  private static void rows(Html html, Report.Rows rows) {
    String gaps = rows.gaps() == 0 ? "no gaps" : Numbers.grouped(rows.gaps()) + " named gaps";
    String logs =
        rows.logLines() == 0
            ? ""
            : "%s log lines of %s templates; "
                .formatted(Numbers.grouped(rows.logLines()), Numbers.grouped(rows.templates()));
    tile(
        html,
        "",
        Numbers.grouped(rows.metrics() + rows.logLines()),
        "rows landed in the feature store",
        logs + gaps);
  }

  private static String regret(OptionalDouble regret) {
    return regret.isPresent() ? "; regret " + Numbers.short3(regret.getAsDouble()) : "";
  }

  private String money(double savings) {
    if (report.costPerPodHour() <= 0) {
      return "";
    }
    return "; $" + Numbers.signed(savings * report.costPerPodHour(), 2).replace("+", "") + " saved";
  }

  private static void tile(Html html, String tone, String value, String label, String detail) {
    html.add("<div class=\"card tile\"><div class=\"value {}\">{}</div>", tone, value);
    html.add("<div class=\"label\">{}</div><div class=\"detail\">{}</div></div>", label, detail);
  }
}
