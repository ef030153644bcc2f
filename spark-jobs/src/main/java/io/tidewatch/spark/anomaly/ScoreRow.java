package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.SummaryFile;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the table of scores says of one row. */
final class ScoreRow {
  static final StructType TYPE =
      new StructType()
          .add("score", DataTypes.DoubleType, false)
          .add("anomaly", DataTypes.BooleanType, false)
          .add("severity", DataTypes.StringType, false)
          .add("attribution", DataTypes.StringType, false);

  private static final int SHARES = 3;

  private ScoreRow() {}

  /** One feature of an attribution, as JSON. */
  record Share(String feature, String direction, double doublings, double deviations) {}

  static Row of(GrownForest grown, List<String> names, float[] values) {
    double score = grown.forest().score(values);
    List<Share> shares =
        FeatureShare.strongest(grown.forest(), values, SHARES).stream()
            .map(
                share ->
                    new Share(
                        names.get(share.feature()),
                        share.direction(),
                        share.doublings(),
                        share.deviations()))
            .toList();
    return RowFactory.create(
        score,
        grown.thresholds().isAnomaly(score),
        grown.thresholds().severity(score).label(),
        SummaryFile.line(shares));
  }
}
