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

  private static final String DEMAND = "demand";
  private static final String CALENDAR = "calendar";
  private static final int DAY = Timescale.STEPS_PER_DAY;
  private static final int WEEK = Timescale.STEPS_PER_WEEK;
  private static final int[] FAR_LAGS = {20, 25, 30, 45, 60, 90, 120};

  private DemandFeatures() {}

  /** The present version of the set. */
  public static FeatureSet<DemandView> set() {
    List<Feature<DemandView>> features = new ArrayList<>();
    features.add(
        new Feature<>(
            "level",
            "demand",
            DEMAND,
            "what is usual now: weighted mean of the last steps, in the unit of the demand",
            DemandView::level));
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
    String when = k == 0 ? "demand now" : "demand " + k + " steps ago";
    ratio(features, "lag_" + k, when + " ÷ level", view -> view.lag(k));
  }

  private static void windows(List<Feature<DemandView>> features) {
    for (int w : new int[] {5, 15, 30, 60, 180, 720}) {
      ratio(features, "mean_" + w, "mean" + ofLast(w), view -> view.mean(w));
      ratio(
          features, "deviation_" + w, "standard deviation" + ofLast(w), view -> view.deviation(w));
    }
    for (int w : new int[] {5, 15, 30, 60, 180}) {
      ratio(features, "highest_" + w, "highest demand" + ofLast(w), view -> view.highest(w));
      ratio(features, "lowest_" + w, "lowest demand" + ofLast(w), view -> view.lowest(w));
    }
    for (int w : new int[] {4, 10, 20, 30, 60}) {
      ratio(features, "slope_" + w, "change per step" + ofLast(w), view -> view.slope(w));
    }
    for (int w : new int[] {15, 60}) {
      ratio(
          features,
          "score_" + w,
          "demand now less the mean of the last " + w + " steps ÷ their standard deviation",
          view -> view.score(w));
    }
  }

  private static String ofLast(int w) {
    return " of the last " + w + " steps ÷ level";
  }

  private static void seasons(List<Feature<DemandView>> features, int h) {
    season(features, "day", DAY, h, 0, "a day");
    season(features, "day_smooth", DAY, h, 2, "a day");
    season(features, "two_days", 2 * DAY, h, 2, "two days");
    season(features, "week", WEEK, h, 2, "a week");
    season(features, "half_hour", 30, h, 0, "half an hour");
    season(features, "hour", 60, h, 0, "an hour");
    ratio(
        features,
        "hours_h" + h,
        "mean of what it was one, two and three hours before " + h + " steps ahead",
        view ->
            (view.seasonal(60, h, 0) + view.seasonal(120, h, 0) + view.seasonal(180, h, 0)) / 3);
  }

  private static void season(
      List<Feature<DemandView>> features, String name, int season, int h, int around, String when) {
    String what = around == 0 ? "demand " : "mean demand (± " + around + " steps) ";
    ratio(
        features,
        name + "_h" + h,
        what + when + " before " + h + " steps ahead ÷ level of then",
        view -> view.seasonal(season, h, around));
  }

  private static void longRun(List<Feature<DemandView>> features) {
    ratio(
        features,
        "day_peak_15",
        "highest demand of the 15 steps that followed a day ago ÷ level of then",
        view -> view.seasonalPeak(DAY, 15));
    ratio(
        features,
        "hour_peak_15",
        "highest demand of the 15 steps that followed an hour ago ÷ level of then",
        view -> view.seasonalPeak(60, 15));
    ratio(features, "growth_hour", "level ÷ level an hour ago", view -> view.growth(60));
    ratio(features, "growth_day", "level ÷ level a day ago", view -> view.growth(DAY));
    ratio(features, "growth_week", "level ÷ level a week ago", view -> view.growth(WEEK));
    ratio(
        features,
        "day_mean",
        "mean of the last day ÷ level, at most 100",
        view -> Math.min(view.dayMean() / view.level(), 100));
  }

  private static void calendar(List<Feature<DemandView>> features) {
    count(
        features,
        "minute_of_day",
        "minutes since local midnight",
        view -> minuteOfDay(view.localTime()));
    cycle(features, "day_sine", "sine", view -> Math.sin(dayAngle(view.localTime())));
    cycle(features, "day_cosine", "cosine", view -> Math.cos(dayAngle(view.localTime())));
    count(
        features,
        "minute_of_hour",
        "minutes since the full hour",
        view -> view.localTime().getMinute());
    count(
        features,
        "minute_of_half_hour",
        "minutes since the full or half hour",
        view -> view.localTime().getMinute() % 30);
    count(
        features,
        "minute_of_quarter",
        "minutes since the last quarter of an hour",
        view -> view.localTime().getMinute() % 15);
    count(
        features,
        "weekday",
        "1 = Monday … 7 = Sunday",
        view -> view.localTime().getDayOfWeek().getValue());
    count(
        features, "weekend", "1 on Saturday and Sunday", view -> weekend(view.localTime()) ? 1 : 0);
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
      List<Feature<DemandView>> features,
      String name,
      String meaning,
      Feature.Formula<DemandView> formula) {
    features.add(new Feature<>(name, "1", DEMAND, meaning, formula));
  }

  private static void cycle(
      List<Feature<DemandView>> features,
      String name,
      String function,
      Feature.Formula<DemandView> formula) {
    String meaning = function + " of the time of day as an angle";
    features.add(new Feature<>(name, "1", CALENDAR, meaning, formula));
  }

  private static void count(
      List<Feature<DemandView>> features,
      String name,
      String meaning,
      Feature.Formula<DemandView> formula) {
    features.add(new Feature<>(name, "count", CALENDAR, meaning, formula));
  }
}
