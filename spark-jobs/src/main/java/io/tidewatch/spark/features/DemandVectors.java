package io.tidewatch.spark.features;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The feature vectors of one workload's demand, at every step where there is enough to see. */
public final class DemandVectors {
  private static final FeatureSet<DemandView> SET = DemandFeatures.set();

  private DemandVectors() {}

  /** The vector at a position of the series. */
  public record At(int position, double[] vector) {}

  /**
   * The vectors at the positions from {@code from} on.
   *
   * @param demand with its gaps, as it was measured
   * @param timescale maps the series' steps to the nominal time of its calendar
   */
  public static List<At> from(int from, Series demand, Timescale timescale, ZoneId zone) {
    return where(position -> position >= from, demand, timescale, zone);
  }

  /** The vectors at some positions, as {@link #from}. */
  static List<At> where(IntPredicate wanted, Series demand, Timescale timescale, ZoneId zone) {
    Series bridged = DemandView.bridge(demand);
    List<At> vectors = new ArrayList<>();
    IntStream.range(0, demand.length())
        .filter(wanted)
        .filter(position -> DemandView.exists(bridged, position))
        .forEach(position -> vectors.add(new At(position, at(bridged, position, timescale, zone))));
    return vectors;
  }

  private static double[] at(Series bridged, int position, Timescale timescale, ZoneId zone) {
    var nominal = timescale.nominal(timescale.wallTime(bridged.firstStep() + position));
    return SET.vector(DemandView.at(bridged, position, nominal, zone));
  }
}
