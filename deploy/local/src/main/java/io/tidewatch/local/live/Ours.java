package io.tidewatch.local.live;

import java.time.Duration;
import java.util.List;

/**
 * What Tidewatch did on its side.
 *
 * @param model that it forecast with, and how good that was on held-out days
 * @param leadSeconds nominal, that its floors look ahead
 * @param trustedAtStart whether the forecasts were trusted before the load began: by their errors
 *     on held-out days, since nothing live had been scored yet
 * @param trustedShare of the scored steps
 * @param decisions of the scored part
 * @param changes of its HPA, as the API showed them
 * @param floor of its HPA over time
 * @param leftBehind what of its HPA was not as its user wrote it in the end
 */
record Ours(
    String model,
    int leadSeconds,
    boolean trustedAtStart,
    double trustedShare,
    List<OurDecision> decisions,
    List<HpaChange> changes,
    Replicas floor,
    List<String> leftBehind) {
  private static final int WORDS = 400;

  Ours {
    decisions = List.copyOf(decisions);
    changes = List.copyOf(changes);
    leftBehind = List.copyOf(leftBehind);
  }

  /**
   * Floors that were set a lead time before they were needed.
   *
   * @param speed nominal seconds a second
   */
  long aheadOfTheNeed(int speed) {
    // What the cluster needs after the write: the age of a forecast is behind us by then.
    Duration start = Duration.ofSeconds(Math.max(1, (leadSeconds - Lead.FORECAST_SECONDS) / speed));
    return changes.stream().filter(change -> change.aheadBy(start)).count();
  }

  long floors() {
    return changes.stream().filter(HpaChange::raisesFloor).count();
  }

  /** Those that changed the count, newest last. */
  List<OurDecision> told() {
    return decisions.stream().filter(OurDecision::isTold).toList();
  }

  /** Why a decision was made, as people read it. */
  static String reasons(OurDecision decision) {
    String all = String.join("; ", decision.words());
    return all.length() > WORDS ? all.substring(0, WORDS - 1) + "…" : all;
  }
}
