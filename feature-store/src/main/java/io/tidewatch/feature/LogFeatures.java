package io.tidewatch.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The features of what one pod writes into its log: lines, warnings, errors, how many different
 * templates and how many never seen before, each with the windows and scores of {@link
 * HealthFeatures}. Where nothing was written the counts are zero if logs were being read, else
 * unknown: see {@link PodLogs}.
 *
 * <p>This is the one definition for training (Spark) and for detection (serving).
 */
public final class LogFeatures {
  /** The counts per step that are looked at. */
  public static final List<String> COUNTS =
      List.of("log_lines", "log_warnings", "log_errors", "log_templates", "log_new_templates");

  private LogFeatures() {}

  /** The present version of the set. */
  public static FeatureSet<PodView> set() {
    List<Feature<PodView>> features = new ArrayList<>();
    HealthFeatures.add(
        features,
        "log_errors",
        "share",
        "share",
        "errors ÷ lines of this step",
        LogFeatures::errorShare);
    HealthFeatures.add(
        features,
        "log_new_templates",
        "now",
        "templates",
        "templates that the workload wrote for the first time in this step",
        view -> view.value("log_new_templates"));
    COUNTS.forEach(count -> HealthFeatures.windows(features, count));
    return new FeatureSet<>("log", 1, features);
  }

  private static double errorShare(PodView view) {
    double lines = view.value("log_lines");
    return lines > 0 ? Math.min(1, view.value("log_errors") / lines) : 0;
  }
}
