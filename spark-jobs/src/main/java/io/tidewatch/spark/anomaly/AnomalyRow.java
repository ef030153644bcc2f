package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** One answer in the form of {@link ForestParams#outputs}. */
final class AnomalyRow {
  private AnomalyRow() {}

  static Row of(GrownForest grown, float[] values, int shares) {
    requireKnown(grown.forest(), values);
    double score = grown.forest().score(values);
    List<Row> attribution =
        FeatureShare.strongest(grown.forest(), values, shares).stream()
            .map(
                share ->
                    RowFactory.create(
                        share.feature(), share.doublings(), share.deviations(), share.direction()))
            .toList();
    Thresholds thresholds = grown.thresholds();
    return RowFactory.create(
        score,
        thresholds.isAnomaly(score),
        thresholds.severity(score).label(),
        attribution.toArray(Row[]::new));
  }

  private static void requireKnown(Forest forest, float[] values) {
    if (values.length != forest.features()) {
      throw refused("it has " + values.length + " values, the forest has " + forest.features());
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw refused("feature " + i + " is " + values[i]);
      }
    }
  }

  private static UserException refused(String cause) {
    return new UserException(
        "a row cannot be scored", cause, "give every feature of the forest a finite value");
  }
}
