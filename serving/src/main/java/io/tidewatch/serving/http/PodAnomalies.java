package io.tidewatch.serving.http;

import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.serving.window.PodWindows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;

/** How strange the pods of a workload are now, by the features that the model was trained on. */
final class PodAnomalies {
  private static final FeatureSet<PodView> FEATURES = HealthFeatures.set();

  private final PodWindows windows;
  private final Clock clock;
  private final Semaphore room;

  /**
   * Over the pods of a catalogue.
   *
   * @param atOnce how many sweeps may go on at once, each of which asks Prometheus several things
   */
  PodAnomalies(PodWindows windows, Clock clock, int atOnce) {
    this.windows = windows;
    this.clock = clock;
    this.room = new Semaphore(atOnce);
  }

  /** Refuses what no look at the pods could answer. */
  void requireAnswerable(FeatureSetReference features) {
    if (!features.equals(FeatureSetReference.of(FEATURES))) {
      throw new ProblemException(
          Problem.of(
              Problem.Kind.LOGS_NEEDED,
              "the model needs %s, and only health is read here: send its features as metrics"
                  .formatted(features)));
    }
    if (windows.queries().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              Problem.Kind.NO_PODS,
              "the catalogue has none of the queries of health features: include: [kubernetes]"));
    }
  }

  /** The pods of a workload as they are now. */
  PodWindows.Now read(WorkloadId workload) {
    if (!room.tryAcquire()) {
      throw new ProblemException(Gate.busy("the pods of other workloads are being read"));
    }
    try {
      PodWindows.Now now = windows.now(workload);
      if (now.views().isEmpty()) {
        String detail =
            "%d pods of %s were seen in the last half day, none of them now and long enough";
        throw new ProblemException(
            Problem.of(
                Problem.Kind.NO_PODS,
                detail.formatted(now.seen(), workload),
                Map.of("workload", workload.toString())));
      }
      return now;
    } catch (UserException down) {
      throw new ProblemException(
          Problem.of(Problem.Kind.DATA_UNAVAILABLE, down.problem() + ": " + down.reason()));
    } finally {
      room.release();
    }
  }

  /** What the model says of them: the strangest first, which also stands for all. */
  Map<String, Object> judged(WorkloadId workload, PodWindows.Now now, AnomalyAnswer model) {
    List<Map<String, Object>> answers = model.of(rows(now.views()));
    List<Map<String, Object>> pods = new ArrayList<>();
    int place = 0;
    for (String pod : now.views().keySet()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("pod", pod);
      one.putAll(answers.get(place++));
      pods.add(one);
    }
    pods.sort(Comparator.comparingDouble(pod -> -(double) pod.get("anomaly_score")));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("workload", workload.toString());
    for (String what : List.of("is_anomaly", "anomaly_score", "severity")) {
      answer.put(what, pods.get(0).get(what));
    }
    answer.putAll(model.judge());
    answer.put("feature_time", now.at().toString());
    answer.put("staleness_seconds", Duration.between(now.at(), clock.instant()).toSeconds());
    answer.put("pods", pods);
    return answer;
  }

  private static float[][] rows(SortedMap<String, PodView> views) {
    float[][] rows = new float[views.size()][FEATURES.size()];
    int place = 0;
    for (PodView view : views.values()) {
      double[] vector = FEATURES.vector(view);
      for (int i = 0; i < vector.length; i++) {
        rows[place][i] = (float) vector[i];
      }
      place++;
    }
    return rows;
  }
}
