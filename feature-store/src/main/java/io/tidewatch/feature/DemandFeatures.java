package io.tidewatch.feature;

import io.tidewatch.domain.Timescale;
import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of a workload's demand: recent lags, windows, rates of change, deviations, what the
 * same time did an hour, a day, two days and a week ago, and the calendar. All but the level are
 * relative to the workload's own level, so that one model serves workloads of any size.
 *
 * <p>This is the one definition for training (Spark) and for prediction (serving).
 */
public final class DemandFeatures {
  /** Horizons (steps ahead) that models are trained for. */
  public static final List<Integer> HORIZONS = List.of(5, 10, 15);

  /** Position of the level, in demand units; the only feature that is not relative. */
  public static final int LEVEL = 0;

  private static final int DAY = Timescale.STEPS_PER_DAY;
  private static final int WEEK = Timescale.STEPS_PER_WEEK;
  private static final int[] FAR_LAGS = {20, 25, 30, 45, 60, 90, 120};

  private DemandFeatures() {}

  /** The present version of the set. */
  public static FeatureSet<DemandView> set() {
    List<Feature<DemandView>> features = new ArrayList<>();
    features.add(new Feature<>("level", "demand", DemandView::level));
    recent(features);
    windows(features);
    HORIZONS.forEach(horizon -> seasons(features, horizon));
    longRun(features);
    calendar(features);
    return new FeatureSet<>("demand", 1, features);
  }

  private static void recent(List<Feature<DemandView>> features) {
    for (int k = 0; k <= 15; k++) {
      addLag(features, k);
    }
    for (int k : FAR_LAGS) {
      addLag(features, k);
    }
  }

  private static void addLag(List<Feature<DemandView>> features, int k) {
    ratio(features, "lag_" + k, view -> view.lag(k));
  }

  private static void windows(List<Feature<DemandView>> features) {
    for (int w : new int[] {5, 15, 30, 60, 180, 720}) {
      ratio(features, "mean_" + w, view -> view.mean(w));
      ratio(features, "deviation_" + w, view -> view.deviation(w));
    }
    for (int w : new int[] {5, 15, 30, 60, 180}) {
      ratio(features, "highest_" + w, view -> view.highest(w));
      ratio(features, "lowest_" + w, view -> view.lowest(w));
    }
    for (int w : new int[] {4, 10, 20, 30, 60}) {
      ratio(features, "slope_" + w, view -> view.slope(w));
    }
    ratio(features, "score_15", view -> view.score(15));
    ratio(features, "score_60", view -> view.score(60));
  }

  private static void seasons(List<Feature<DemandView>> features, int h) {
    ratio(features, "day_h" + h, view -> view.seasonal(DAY, h, 0));
    ratio(features, "day_smooth_h" + h, view -> view.seasonal(DAY, h, 2));
    ratio(features, "two_days_h" + h, view -> view.seasonal(2 * DAY, h, 2));
    ratio(features, "week_h" + h, view -> view.seasonal(WEEK, h, 2));
    ratio(features, "half_hour_h" + h, view -> view.seasonal(30, h, 0));
    ratio(features, "hour_h" + h, view -> view.seasonal(60, h, 0));
    ratio(
        features,
        "hours_h" + h,
        view ->
            (view.seasonal(60, h, 0) + view.seasonal(120, h, 0) + view.seasonal(180, h, 0)) / 3);
  }

  private static void longRun(List<Feature<DemandView>> features) {
    ratio(features, "day_peak_15", view -> view.seasonalPeak(DAY, 15));
    ratio(features, "hour_peak_15", view -> view.seasonalPeak(60, 15));
    ratio(features, "growth_hour", view -> view.growth(60));
    ratio(features, "growth_day", view -> view.growth(DAY));
    ratio(features, "growth_week", view -> view.growth(WEEK));
    ratio(features, "day_mean", view -> Math.min(view.dayMean() / view.level(), 100));
  }

  private static void calendar(List<Feature<DemandView>> features) {
    count(features, "minute_of_day", view -> minuteOfDay(view.localTime()));
    ratio(features, "day_sine", view -> Math.sin(dayAngle(view.localTime())));
    ratio(features, "day_cosine", view -> Math.cos(dayAngle(view.localTime())));
    count(features, "minute_of_hour", view -> view.localTime().getMinute());
    count(features, "minute_of_half_hour", view -> view.localTime().getMinute() % 30);
    count(features, "minute_of_quarter", view -> view.localTime().getMinute() % 15);
    count(features, "weekday", view -> view.localTime().getDayOfWeek().getValue());
    count(features, "weekend", view -> weekend(view.localTime()) ? 1 : 0);
  }

  private static int minuteOfDay(ZonedDateTime time) {
    return time.getHour() * 60 + time.getMinute();
  }

  private static double dayAngle(ZonedDateTime time) {
    return 2 * Math.PI * minuteOfDay(time) / DAY;
  }

  private static boolean weekend(ZonedDateTime time) {
    return time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static void ratio(
      List<Feature<DemandView>> features, String name, Feature.Formula<DemandView> formula) {
    features.add(new Feature<>(name, "1", formula));
  }

  private static void count(
      List<Feature<DemandView>> features, String name, Feature.Formula<DemandView> formula) {
    features.add(new Feature<>(name, "count", formula));
  }
}
