package io.tidewatch.spark.features;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.PodView;
import io.tidewatch.feature.PodViews;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** The feature rows of one workload's pods, one pod at a time. */
final class PodVectors {
  private PodVectors() {}

  /**
   * The rows that are wanted.
   *
   * @param pods pod → metric → series from the plan's first step on
   * @param knownAt pod → per step when what is known of it became known, 0 if nothing is
   */
  static Iterator<Row> rows(
      String workload,
      Map<String, Map<String, Series>> pods,
      Map<String, long[]> knownAt,
      FeatureSet<PodView> features,
      Vectors plan) {
    PodViews views = new PodViews(pods);
    long[] peersKnown = highest(knownAt, plan.length());
    int[] positions =
        IntStream.range(0, plan.length()).filter(i -> plan.wants(workload, i)).toArray();
    return views.pods().stream()
        .flatMap(
            pod -> {
              long[] since = KnownSince.newest(knownAt.get(pod), PodView.LOOK_BACK);
              return IntStream.of(positions)
                  .boxed()
                  .flatMap(
                      i -> {
                        Optional<double[]> vector = views.at(pod, i).map(features::vector);
                        long known = Math.max(since[i], peersKnown[i]);
                        return vector.stream()
                            .map(v -> plan.row(workload, pod, plan.first() + i, known, v));
                      });
            })
        .iterator();
  }

  private static long[] highest(Map<String, long[]> knownAt, int length) {
    long[] highest = new long[length];
    for (long[] ofPod : knownAt.values()) {
      for (int i = 0; i < length; i++) {
        highest[i] = Math.max(highest[i], ofPod[i]);
      }
    }
    return highest;
  }
}
