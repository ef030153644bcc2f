package io.tidewatch.local.live;

import io.tidewatch.local.report.Html;
import io.tidewatch.local.report.Numbers;
import java.util.List;

/** What Tidewatch did and what became of the faulty pods, as a part of the page. */
final class OursHtml {
  private static final int MOST_DECISIONS = 80;

  private final LiveReport report;
  private final OursText text;
  private final Html html;

  OursHtml(LiveReport report, Html html) {
    this.report = report;
    this.text = new OursText(report);
    this.html = html;
  }

  void add() {
    report.ours().ifPresent(this::add);
    if (!report.faulty().isEmpty()) {
      html.raw("<h2>The faulty pods</h2><div class=\"card\"><ul>");
      report.faulty().forEach(pod -> html.add("<li>{}</li>", text.text(pod)));
      html.raw("</ul></div>");
    }
  }

  private void add(Ours ours) {
    html.raw("<h2>What Tidewatch did</h2><div class=\"card\"><ul>");
    report.verdict().ifPresent(verdict -> html.add("<li>{}</li>", verdict.sentence()));
    List.of(ours.model(), OursText.trust(ours), text.floors(ours), OursText.restored(ours))
        .forEach(line -> html.add("<li>{}</li>", line));
    html.raw("</ul></div>");
    table(List.of("minute", "written to the HPA", "what became of it"));
    for (HpaChange change : ours.changes()) {
      row(List.of(text.minute(change.at()), change.text(), change.outcome()));
    }
    html.raw("</tbody></table></div><h2>Its decisions, and why</h2>");
    table(List.of("minute", "decision", "demand", "pods", "why"));
    List<OurDecision> told = ours.told();
    told.subList(Math.max(0, told.size() - MOST_DECISIONS), told.size()).forEach(this::decision);
    html.raw("</tbody></table></div>");
  }

  private void decision(OurDecision decision) {
    String demand =
        decision.record().observed().demand().isPresent()
            ? Numbers.short3(decision.record().observed().demand().getAsDouble())
            : "unknown";
    String pods =
        decision
            .record()
            .replicas()
            .map(count -> count.before() + " to " + count.wanted())
            .orElse("unknown");
    String action = decision.record().action().text().replace('_', ' ');
    String minute = text.minute(decision.record().at());
    row(List.of(minute, action, demand, pods, Ours.reasons(decision)));
  }

  private void table(List<String> heads) {
    html.raw("<div class=\"card table\"><table><thead><tr>");
    heads.forEach(head -> html.add("<th>{}</th>", head));
    html.raw("</tr></thead><tbody>");
  }

  private void row(List<String> cells) {
    html.raw("<tr>");
    cells.forEach(cell -> html.add("<td>{}</td>", cell));
    html.raw("</tr>");
  }
}
