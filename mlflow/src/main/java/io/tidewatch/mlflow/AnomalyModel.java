package io.tidewatch.mlflow;

import io.tidewatch.domain.Severity;
import java.util.List;

/**
 * What a package of the kind {@code anomaly} holds beside the graph.
 *
 * @param digest the SHA-256 of the forest's canonical form, {@code forest.txt}
 * @param trees how many trees it has
 * @param samples rows that each tree was grown from
 * @param contamination the share of the training taken for anomalies, 0 for auto
 * @param rows how many rows the training has seen
 * @param scaler what the graph does to its inputs first
 * @param thresholds which scores are anomalies, and how severe
 */
public record AnomalyModel(
    String digest,
    int trees,
    int samples,
    double contamination,
    long rows,
    Scaler scaler,
    Thresholds thresholds) {

  public AnomalyModel {
    Require.text("digest", digest);
    Require.atLeastOne("trees", trees);
    Require.atLeastOne("samples", samples);
    Require.finite("contamination", contamination);
    Require.present("scaler", scaler);
    Require.present("thresholds", thresholds);
  }

  /** (x − mean) ÷ deviation, per feature. */
  public record Scaler(List<Double> mean, List<Double> deviation) {

    public Scaler {
      mean = List.copyOf(Require.present("scaler.mean", mean));
      deviation = List.copyOf(Require.present("scaler.deviation", deviation));
      Require.allFinite("scaler.mean", mean);
      Require.allFinite("scaler.deviation", deviation);
      Require.check(mean.size() == deviation.size(), mean, "scaler has two different sizes");
    }
  }

  /**
   * Scores above {@code anomaly} are anomalies; above {@code warning} and {@code critical} more
   * severe ones, else they are information.
   */
  public record Thresholds(double anomaly, double warning, double critical) {

    public Thresholds {
      Require.finite("thresholds.anomaly", anomaly);
      Require.check(anomaly <= warning && warning <= critical, warning, "thresholds do not rise");
    }

    /** Whether a score is an anomaly. */
    public boolean isAnomaly(double score) {
      return score > anomaly;
    }

    /** How severe a score is. */
    public Severity severity(double score) {
      return Severity.of(score, warning, critical);
    }
  }
}
