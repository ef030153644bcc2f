package io.tidewatch.local.live;

import io.tidewatch.local.report.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What Tidewatch did and what became of the faulty pods, as lines of text. */
final class OursText {
  private static final int MOST_CHANGES = 12;
  private static final int MOST_DECISIONS = 6;

  private final LiveReport report;

  OursText(LiveReport report) {
    this.report = report;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    report.verdict().ifPresent(verdict -> lines.add("  " + verdict.sentence()));
    report.ours().ifPresent(ours -> lines.addAll(of(ours)));
    report.faulty().forEach(pod -> lines.add("  " + text(pod)));
    return lines;
  }

  private List<String> of(Ours ours) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + ours.model());
    lines.add("  " + trust(ours));
    lines.add("  " + floors(ours));
    lines.add("  " + restored(ours));
    List<HpaChange> changes = ours.changes();
    for (HpaChange change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
      lines.add(
          "    minute %6s: %s; %s".formatted(minute(change.at()), change.text(), change.outcome()));
    }
    if (changes.size() > MOST_CHANGES) {
      lines.add("    and %d more; all are in the report".formatted(changes.size() - MOST_CHANGES));
    }
    List<OurDecision> told = ours.told();
    for (OurDecision decision :
        told.subList(Math.max(0, told.size() - MOST_DECISIONS), told.size())) {
      lines.add(
          "    decision of minute %s: %s, because %s"
              .formatted(
                  minute(decision.record().at()),
                  decision.record().action().text().replace('_', ' '),
                  Ours.reasons(decision)));
    }
    return lines;
  }

  static String trust(Ours ours) {
    return "forecasts were trusted in %.0f %% of the steps%s"
        .formatted(
            100 * ours.trustedShare(),
            ours.trustedAtStart()
                ? ", from the first on by their errors on held-out days"
                : "; before the load began they were not");
  }

  String floors(Ours ours) {
    return "%d floors were raised, %d of them before the need by more than a pod takes to start"
        .formatted(ours.floors(), ours.aheadOfTheNeed(report.plan().speed()));
  }

  static String restored(Ours ours) {
    return ours.leftBehind().isEmpty()
        ? "in the end the HPA was as its user wrote it"
        : "in the end the HPA was NOT as its user wrote it: "
            + String.join("; ", ours.leftBehind());
  }

  String text(FaultyPod pod) {
    String end =
        pod.replacedAt().map(at -> "at minute " + minute(at) + ": " + pod.end()).orElse(pod.end());
    return "%s: %s in %s from minute %s, %s; %d requests failed by it"
        .formatted(
            pod.side().label(),
            pod.fault(),
            pod.pod(),
            minute(pod.injectedAt()),
            end,
            pod.failedRequests());
  }

  /** Nominal minutes since the scored part began. */
  String minute(Instant at) {
    return Numbers.fixed(report.plan().minutes(Duration.between(report.from(), at)), 1);
  }
}
