package io.tidewatch.reference;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.Feature;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.LogFeatures;
import io.tidewatch.feature.PodLogs;
import io.tidewatch.feature.PodView;

/** Writes docs/reference/features.md out of the feature sets. */
final class FeaturePage {
  private static final String HEAD =
      """
      # Features

      Generated from the code: `DemandFeatures`, `HealthFeatures`, `LogFeatures`. One definition serves training (Spark) and
      serving; on the same window both give the same bits.

      - A **step** is the catalogue's step (60 s by default). Every feature looks back only.
      - Unit `1` is a ratio. `level` is a multiple of what is usual for this pod: the median of its last 60 steps. `deviations`
        are robust standard deviations: (value − median) ÷ (1.4826 × median absolute deviation), within ±50; they are the
        anomaly score of one metric. `share` lies in 0..1.
      - What is unknown is no evidence: a change, slope or score without enough known values is 0, and `unknown_15` tells how
        much was missing.
      - The **fingerprint** is a hash of name, version, and the ordered names and units. A model refuses a set with another one.
        A set that changes is computed anew beside the old rows, under its own name in `features.feature_set`.
      - A row's `known_at` is the newest of its inputs'. Whoever reads takes, of the rows of one (set, workload, pod, ts), the
        one that became known last, and nothing later than its cut-off.
      """;

  private FeaturePage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    FeatureSet<DemandView> demand = DemandFeatures.set();
    FeatureSet<PodView> health = HealthFeatures.set();
    FeatureSet<PodView> log = LogFeatures.set();
    section(
        page,
        demand,
        "Per workload, out of its demand query, at every step at which the demand is known (or missing for at most "
            + DemandView.LONGEST_BRIDGE
            + " steps) and most of the last hour was. Looks back "
            + (DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE)
            + " steps.");
    section(
        page,
        health,
        "Per pod, out of the queries named under source, at every step at which one of them has a value. Looks back "
            + PodView.LOOK_BACK
            + " steps; peers are the workload's other pods at the same step.");
    section(
        page,
        log,
        "Per pod, out of `log_counts`, at every step at which its logs were heard: it wrote a line, or another metric of it"
            + " shows that it lived while its workload's logs were being read (a line of any of its pods in the last "
            + PodLogs.LISTENED_FOR
            + " steps, and no open gap). Then silence is zero, else unknown. Looks back "
            + PodView.LOOK_BACK
            + " steps. Errors are lines of level error and fatal.");
    return page.toString();
  }

  private static void section(StringBuilder page, FeatureSet<?> set, String about) {
    page.append("\n## ").append(set.name()).append(", version ").append(set.version());
    page.append("\n\n").append(about).append("\n\n");
    page.append(set.size()).append(" features, fingerprint `").append(set.fingerprint());
    page.append("`.\n\n| feature | unit | source | meaning |\n|---|---|---|---|\n");
    for (Feature<?> feature : set.features()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(feature.name(), feature.unit(), feature.source(), feature.meaning()));
    }
  }
}
