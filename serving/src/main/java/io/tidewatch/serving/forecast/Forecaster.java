package io.tidewatch.serving.forecast;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.mlflow.WorkloadModel.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes fifteen points and a peak out of what a model says about the trained horizons. Pure.
 *
 * <p>At a trained horizon h, with the level l and the package's conformal offsets,
 *
 * <pre>
 *   ŷ = max(0, l·(1 + output))          or the workload's own method
 *   interval = [max(0, ŷ + l·lower), ŷ + l·upper]
 *   peak quantile q = max(l, ŷ of the first horizon) + l·quantile
 * </pre>
 *
 * <p>Between two trained horizons point and offsets run straight. Before the first one the point
 * runs straight from the last value, and the offsets grow with √h from nothing: the error of a
 * random walk grows like that (Box and Jenkins 1970), while a straight line would promise too much.
 */
public final class Forecaster {
  private static final List<Integer> TRAINED = DemandFeatures.HORIZONS;

  private final Duration step;

  /** A forecaster whose points are one {@code step} (wall time) apart. */
  public Forecaster(Duration step) {
    this.step = step;
  }

  /** One trained horizon, or the present as horizon 0; offsets in demand units. */
  private record Anchor(int horizon, double expected, double lower, double upper) {
    private Anchor {
      if (!Double.isFinite(expected)) {
        throw new IllegalStateException("a model answered " + expected);
      }
    }
  }

  /**
   * The forecast of one workload.
   *
   * @param entry what the package holds for it
   * @param outputs what the graph says, per trained horizon
   */
  public Forecast forecast(ModelId model, WorkloadModel entry, Present now, double[] outputs) {
    Method method = Method.named(entry.method()).orElseThrow();
    List<Anchor> anchors = new ArrayList<>();
    anchors.add(new Anchor(0, now.last(), 0, 0));
    for (int i = 0; i < TRAINED.size(); i++) {
      Bounds bounds = entry.conformal().get(TRAINED.get(i));
      anchors.add(
          new Anchor(
              TRAINED.get(i),
              method.point(now, outputs[i], now.dayBefore().get(i)),
              now.level() * bounds.lower(),
              now.level() * bounds.upper()));
    }
    return new Forecast(
        now.workload(),
        model,
        now.featureTime(),
        now.level(),
        points(now, anchors),
        peak(entry.peak(), reference(now.level(), anchors.get(1).expected()), now.level()));
  }

  /** What the peak is measured from: the level, or the first horizon if that is higher. */
  public static double reference(Forecast forecast) {
    return reference(forecast.level(), point(forecast, TRAINED.get(0)).expected());
  }

  /** The point of a horizon from 1 to 15. */
  public static ForecastPoint point(Forecast forecast, int horizon) {
    return forecast.points().get(horizon - 1);
  }

  private static double reference(double level, double first) {
    return Math.max(level, first);
  }

  private List<ForecastPoint> points(Present now, List<Anchor> anchors) {
    List<ForecastPoint> points = new ArrayList<>();
    for (int i = 1; i < anchors.size(); i++) {
      Anchor before = anchors.get(i - 1);
      Anchor after = anchors.get(i);
      for (int horizon = before.horizon() + 1; horizon <= after.horizon(); horizon++) {
        points.add(point(now, before, after, horizon));
      }
    }
    return points;
  }

  private ForecastPoint point(Present now, Anchor before, Anchor after, int horizon) {
    double share = (double) (horizon - before.horizon()) / (after.horizon() - before.horizon());
    double widening = before.horizon() == 0 ? Math.sqrt(share) : share;
    double expected = between(before.expected(), after.expected(), share);
    double lower = Math.max(0, expected + between(before.lower(), after.lower(), widening));
    double upper = Math.max(lower, expected + between(before.upper(), after.upper(), widening));
    return new ForecastPoint(
        now.at().plusSeconds(horizon * step.toSeconds()),
        horizon,
        expected,
        lower,
        upper,
        horizon != after.horizon());
  }

  private static double between(double before, double after, double share) {
    return share == 1 ? after : before + share * (after - before);
  }

  private static PeakDistribution peak(
      WorkloadModel.Peak relative, double reference, double level) {
    double[] quantiles = new double[PeakDistribution.GRID];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = Math.max(0, reference + level * relative.quantiles().get(i));
    }
    return new PeakDistribution(relative.steps(), quantiles);
  }
}
