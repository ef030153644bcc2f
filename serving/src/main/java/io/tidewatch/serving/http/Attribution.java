package io.tidewatch.serving.http;

import io.tidewatch.mlflow.AnomalyModel;
import io.tidewatch.serving.model.LoadedDetector;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one feature has to do with a score.
 *
 * @param direction the side of the training's mean on which its value lies: high or low
 * @param doublings by how many doublings it raised the score
 * @param deviations how far it is from that mean, in standard deviations, with its sign
 */
record Attribution(String feature, String direction, double doublings, double deviations) {
  private static final int MOST = 3;

  /** The features that raised a score most. */
  static List<Attribution> strongest(LoadedDetector model, float[] row, float[] doublings) {
    return IntStream.range(0, row.length)
        .filter(i -> doublings[i] > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> doublings[i])
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .map(i -> of(model, i, row[i], doublings[i]))
        .toList();
  }

  private static Attribution of(LoadedDetector model, int feature, float value, float doublings) {
    AnomalyModel.Scaler scaler = model.detector().scaler();
    double deviations = (value - scaler.mean().get(feature)) / scaler.deviation().get(feature);
    String direction = deviations >= 0 ? "high" : "low";
    return new Attribution(model.features().get(feature), direction, doublings, deviations);
  }
}
