package io.tidewatch.operator;

import io.tidewatch.operator.crd.LastDecision;
import io.tidewatch.operator.crd.status.ReasonLink;
import java.util.List;
import java.util.stream.Stream;

/** A decision in the words of a status. */
final class StatusView {
  private StatusView() {}

  static LastDecision of(Decided decided) {
    return new LastDecision(
        decided.at(),
        decided.observed().demand(),
        decided.observed().readyReplicas(),
        decided.evidence().map(evidence -> counts(decided, evidence)),
        links(decided.notes()),
        decided.evidence().map(evidence -> reasons(decided, evidence)).orElse(List.of()),
        decided.worth(),
        decided
            .priced()
            .flatMap(worth -> decided.evidence().map(evidence -> priced(worth, evidence))));
  }

  private static LastDecision.Priced priced(Ledger.Carried worth, Evidence evidence) {
    return new LastDecision.Priced(
        worth.savedPriced(),
        worth.regretPriced(),
        worth.regretPriced() * evidence.podHourCost(),
        worth.violationSeconds(),
        worth.hpaViolationSeconds());
  }

  private static LastDecision.Counts counts(Decided decided, Evidence evidence) {
    Outcome outcome = evidence.outcome();
    return new LastDecision.Counts(
        decided.action(),
        outcome.wanted(),
        evidence.hpa().wanted(),
        outcome.floor(),
        outcome.trusted());
  }

  private static List<ReasonLink> reasons(Decided decided, Evidence evidence) {
    return links(
        Stream.concat(Stream.of(decided.parameters()), evidence.outcome().reasons().stream())
            .toList());
  }

  private static List<ReasonLink> links(List<Why> reasons) {
    return reasons.stream().map(why -> new ReasonLink(why.code(), why.text())).toList();
  }
}
