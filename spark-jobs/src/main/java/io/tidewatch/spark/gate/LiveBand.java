package io.tidewatch.spark.gate;

import java.util.Locale;
import java.util.Optional;

/** Decides whether a champion still does what it was promoted for, on rows that came after. */
public final class LiveBand {
  private final GateSettings settings;

  /** A band with these limits. */
  public LiveBand(GateSettings settings) {
    this.settings = settings;
  }

  /** Whether there are enough truths to say anything. */
  boolean decides(Evidence live) {
    return live.origins() >= settings.fewestOrigins();
  }

  /**
   * Why a version has left its band; empty while it has not, or while there are too few truths.
   *
   * @param promised its held-out error when it was trained
   */
  public Optional<String> left(Evidence live, double promised) {
    if (!decides(live)) {
      return Optional.empty();
    }
    if (!(live.wape() < live.baseline())) {
      return because(
          "WAPE %.2f %% is not below the better baseline's %.2f %%", live.wape(), live.baseline());
    }
    if (live.wape() > promised * settings.liveErrorRatio()) {
      return because(
          "WAPE %.2f %% is above %.2f %%, its limit",
          live.wape(), promised * settings.liveErrorRatio());
    }
    double share = live.coverage();
    if (share < settings.lowestLiveCoverage() || share > settings.highestLiveCoverage()) {
      return because(
          "coverage %.3f is outside %.2f to %.2f",
          share, settings.lowestLiveCoverage(), settings.highestLiveCoverage());
    }
    return Optional.empty();
  }

  /**
   * Why a version should be trained anew before its time: it has left its band, or its error is on
   * the way there; empty while it need not.
   */
  public Optional<String> drifted(Evidence live, double promised) {
    Optional<String> left = left(live, promised);
    if (left.isPresent() || !decides(live)) {
      return left;
    }
    double limit = promised * settings.driftErrorRatio();
    return live.wape() > limit
        ? because("WAPE %.2f %% is above %.2f %%: it drifts", live.wape(), limit)
        : Optional.empty();
  }

  /**
   * Whether an earlier version would be better than one that has left its band. When the demand
   * itself has changed, all versions have left theirs, and moving back would only look like a cure.
   */
  public boolean isBetter(Evidence earlier, Evidence champion) {
    double slack = 1 + settings.horizonSlack();
    boolean nearer = Math.abs(earlier.coverage() - 0.9) < Math.abs(champion.coverage() - 0.9);
    return decides(earlier)
        && (earlier.wape() * slack < champion.wape()
            || (nearer && earlier.wape() <= champion.wape() * slack));
  }

  private static Optional<String> because(String format, Object... numbers) {
    return Optional.of(String.format(Locale.ROOT, format, numbers));
  }
}
