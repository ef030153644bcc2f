package io.tidewatch.feature;

import java.util.ArrayList;
import java.util.List;

/** What tells a strange pod: its health, and where logs are read what it writes as well. */
public final class AnomalyFeatures {
  private AnomalyFeatures() {}

  /** Health features, then log features, as one set. */
  public static FeatureSet<PodView> healthAndLog() {
    List<Feature<PodView>> both = new ArrayList<>(HealthFeatures.set().features());
    both.addAll(LogFeatures.set().features());
    return new FeatureSet<>("health+log", 1, both);
  }
}
