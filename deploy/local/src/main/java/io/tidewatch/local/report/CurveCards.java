package io.tidewatch.local.report;

import java.util.List;
import java.util.Optional;

/** Demand and pods over time, a card for each demand. */
final class CurveCards {
  private final Report report;

  CurveCards(Report report) {
    this.report = report;
  }

  void addTo(Html html) {
    List<Curve> curves = report.curves();
    if (curves.isEmpty()) {
      return;
    }
    html.raw("<h2>Demand and pods over the held-out days</h2>");
    html.raw("<p class=\"soft\">Drag over a chart to zoom, double-click to return. The demand was");
    html.raw("never seen in training; the pods are those of the simulator, which applies the real");
    html.raw("HPA’s rules, 60 s from the creation of a pod to Ready.</p>");
    html.raw(curves.size() > 1 ? "<div class=\"two\">" : "<div>");
    for (int i = 0; i < curves.size(); i++) {
      card(html, curves.get(i), i);
    }
    html.raw("</div>");
  }

  private void card(Html html, Curve curve, int number) {
    html.add("<div class=\"card curve\"><div class=\"head\"><h3>{}</h3>", curve.trace());
    html.add("<span class=\"soft\">{}</span></div>", summary(curve));
    html.add("<div class=\"plot\" id=\"curve-{}\"></div></div>", number);
  }

  private String summary(Curve curve) {
    StringBuilder text = new StringBuilder();
    add(text, curve, Scoreboard.OURS.get(0), "pod-hours");
    add(text, curve, report.scoreboard().reference(), "HPA");
    add(text, curve, Scoreboard.ORACLE, "optimum");
    text.append("a pod carries ").append(Numbers.short3(curve.capacity())).append(' ');
    return text.append(curve.unit()).toString();
  }

  private void add(StringBuilder text, Curve curve, String policy, String label) {
    Optional<PolicyRun> run =
        report.scoreboard().of(curve.trace()).stream()
            .filter(r -> r.policy().equals(policy))
            .findFirst();
    run.ifPresent(
        r -> text.append(label).append(' ').append(Numbers.short3(r.podHours())).append(" · "));
  }
}
