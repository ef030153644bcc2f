package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.Feature;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.spark.anomaly.HeldOut.PodRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plants faults into rows that were measured.
 *
 * <p>Rows are vectors, and a fault has to move all features of a metric as it would in truth. So
 * for each metric in which it shows a series of the pod's own spread is made up, the fault is put
 * into its end, and the one definition of the features says what the vector is then. Everything
 * else of the row stays as it was measured. All randomness comes from the hash of the row's key.
 */
final class PlantedFaults {
  private static final int MOST = 2_000;
  private static final double POD_SHARE = 0.2;
  private static final int MOST_PEERS = 5;
  private static final double SMALLEST_SPREAD = 0.01;
  private static final double LARGEST_SPREAD = 0.5;

  private final FeatureSet<PodView> set;
  private final Map<String, Integer> positions;

  PlantedFaults(FeatureSet<PodView> set) {
    this.set = set;
    this.positions =
        set.names().stream().collect(Collectors.toMap(name -> name, set.names()::indexOf));
  }

  /** A row with a fault in it. */
  record Planted(FaultKind kind, float[] values) {}

  /** Faults in the rows of a fifth of the pods, at least of one; the same for the same rows. */
  List<Planted> into(HeldOut rows) {
    Set<String> chosen = chosen(rows);
    Map<String, Long> pods = rows.pods();
    List<Planted> planted = new ArrayList<>();
    for (PodRow row : rows.rows()) {
      if (planted.size() < MOST && chosen.contains(row.workload() + "/" + row.pod())) {
        int peers = (int) Math.min(MOST_PEERS, pods.get(row.workload()) - 1);
        FaultKind kind = FaultKind.values()[new Random(row.hash()).nextInt(4)];
        List<String> metrics = metrics(kind, row);
        if (!metrics.isEmpty()) {
          planted.add(new Planted(kind, with(kind, metrics, row, peers)));
        }
      }
    }
    return planted;
  }

  private static Set<String> chosen(HeldOut rows) {
    List<String> pods =
        rows.rows().stream().map(row -> row.workload() + "/" + row.pod()).distinct().toList();
    return pods.stream()
        .sorted(Comparator.comparing((String pod) -> KeyHash.of(1, pod)).thenComparing(pod -> pod))
        .limit((long) Math.ceil(POD_SHARE * pods.size()))
        .collect(Collectors.toSet());
  }

  /** Those in which the fault shows and that are measured here; without one any that is. */
  private List<String> metrics(FaultKind kind, PodRow row) {
    List<String> known = kind.metrics().stream().filter(each -> known(each, row)).toList();
    return known.isEmpty()
        ? HealthFeatures.METRICS.stream().filter(each -> known(each, row)).limit(1).toList()
        : known;
  }

  private boolean known(String metric, PodRow row) {
    return value(row, metric + "_unknown_15", 1) < 0.5;
  }

  private double value(PodRow row, String feature, double otherwise) {
    Integer position = positions.get(feature);
    return position == null ? otherwise : row.values()[position];
  }

  private float[] with(FaultKind kind, List<String> metrics, PodRow row, int peers) {
    float[] values = row.values().clone();
    for (String metric : metrics) {
      Random random = new Random(KeyHash.of(row.hash(), metric));
      PodView view = view(kind, metric, row, peers, random);
      for (Feature<PodView> feature : set.features()) {
        if (feature.source().equals(metric)) {
          values[positions.get(feature.name())] = (float) feature.formula().of(view);
        }
      }
      farther(values, "worst_own_score", view.ownScore(metric, 60));
      farther(values, "worst_peer_score", view.peerScore(metric));
    }
    return values;
  }

  private void farther(float[] values, String feature, double score) {
    Integer position = positions.get(feature);
    if (position != null && Math.abs(score) > Math.abs(values[position])) {
      values[position] = (float) score;
    }
  }

  private PodView view(FaultKind kind, String metric, PodRow row, int peers, Random random) {
    double spread =
        Math.max(
            SMALLEST_SPREAD,
            Math.min(LARGEST_SPREAD, value(row, metric + "_deviation_60", SMALLEST_SPREAD)));
    // Of a share of a limit the value itself is a feature.
    double level = Math.max(value(row, metric + "_now", 1), 1e-3);
    double[] own = around(level, spread, PodView.LOOK_BACK + 1, random);
    kind.plant(own, random);
    Map<String, double[]> others = Map.of(metric, around(level, spread, peers, random));
    return new PodView(Map.of(metric, Series.of(0, own)), others, PodView.LOOK_BACK);
  }

  private static double[] around(double level, double spread, int steps, Random random) {
    double[] values = new double[steps];
    Arrays.setAll(values, i -> level * Math.max(0, 1 + spread * random.nextGaussian()));
    return values;
  }
}
