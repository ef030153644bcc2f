package io.tidewatch.spark.features;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.LogFeatures;
import io.tidewatch.feature.PodLogs;
import io.tidewatch.feature.PodView;
import java.util.function.Supplier;

/** The feature sets that are computed, and how far an input reaches in each. */
public enum VectorSet {
  /** Per workload. A gap that ends now gives the steps it bridged their vectors. */
  DEMAND(
      DemandFeatures::set,
      DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE,
      DemandView.LONGEST_BRIDGE,
      31),
  /** Per pod, out of its metrics. */
  HEALTH(HealthFeatures::set, PodView.LOOK_BACK, 0, 1),
  /** Per pod, out of what it writes. */
  LOG(LogFeatures::set, PodLogs.LOOK_BACK, 0, 1);

  private final FeatureSet<?> features;
  private final int lookBack;
  private final int ahead;
  private final int daysAtOnce;

  VectorSet(Supplier<FeatureSet<?>> features, int lookBack, int ahead, int daysAtOnce) {
    this.features = features.get();
    this.lookBack = lookBack;
    this.ahead = ahead;
    this.daysAtOnce = daysAtOnce;
  }

  /** The features. */
  public FeatureSet<?> features() {
    return features;
  }

  /** What the column feature_set holds: name, version and fingerprint. */
  public String storedName() {
    return features.name() + "/" + features.version() + "/" + features.fingerprint();
  }

  /** Steps before its own that a vector depends on. */
  int lookBack() {
    return lookBack;
  }

  /** Steps after its own that may give a step its vector. */
  int ahead() {
    return ahead;
  }

  /** Days that are computed in one go, which bounds the memory of the largest workload. */
  int daysAtOnce() {
    return daysAtOnce;
  }
}
