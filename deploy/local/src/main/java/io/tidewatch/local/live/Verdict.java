package io.tidewatch.local.live;

import io.tidewatch.local.report.Numbers;
import java.util.Optional;

/**
 * Tidewatch beside the HPA: what may be claimed, and what may not.
 *
 * @param violations ours ÷ the HPA's; empty if the HPA had none
 * @param podHours ours ÷ the HPA's
 * @param outside whether violation minutes differ by more than equals do
 * @param hoursOutside the same of pod-hours
 */
record Verdict(
    Optional<Double> violations, double podHours, boolean outside, boolean hoursOutside) {
  static Verdict of(SideResult hpa, SideResult ours, NoiseBand band) {
    double theirs = hpa.violationMinutes();
    return new Verdict(
        theirs > 0 ? Optional.of(ours.violationMinutes() / theirs) : Optional.empty(),
        hpa.podHours() > 0 ? ours.podHours() / hpa.podHours() : 1,
        Math.abs(ours.violationMinutes() - theirs) > band.violationMinutes(),
        Math.abs(ours.podHours() - hpa.podHours()) > band.podHours());
  }

  /** As people read it. */
  String sentence() {
    String first =
        violations
            .map(ratio -> Numbers.fixed(ratio, 2) + " × the HPA's violation minutes")
            .orElse("the HPA had no violation minute to save");
    return "Tidewatch: %s%s, %s × its pod-hours%s"
        .formatted(
            first,
            outside ? "" : " (within the noise band: no claim)",
            Numbers.fixed(podHours, 2),
            hoursOutside ? "" : " (within the noise band: no claim)");
  }
}
