package io.tidewatch.policy;

import io.tidewatch.domain.PeakDistribution;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a forecast says to the policy.
 *
 * @param lead the highest demand over the lead time: what pods must be started for
 * @param hold the highest demand over the next five steps: what pods must be kept for
 */
public record DemandOutlook(PeakDistribution lead, PeakDistribution hold) {
  private static final int HOLD_STEPS = 5;

  public DemandOutlook {
    Objects.requireNonNull(lead, "lead");
    Objects.requireNonNull(hold, "hold");
  }

  /** Takes the next window not shorter than the lead time in steps, or else the longest. */
  public static DemandOutlook of(List<PeakDistribution> peaks, int leadSteps) {
    return new DemandOutlook(covering(peaks, leadSteps), covering(peaks, HOLD_STEPS));
  }

  private static PeakDistribution covering(List<PeakDistribution> peaks, int steps) {
    var shortestFirst = Comparator.comparingInt(PeakDistribution::steps);
    return peaks.stream()
        .filter(peak -> peak.steps() >= steps)
        .min(shortestFirst)
        .or(() -> peaks.stream().max(shortestFirst))
        .orElseThrow(() -> new IllegalArgumentException("an outlook needs at least one peak"));
  }
}
