package io.tidewatch.serving.forecast;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.policy.ReasonCode;
import io.tidewatch.policy.Trust;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.score.OnlineState;
import io.tidewatch.serving.window.DemandWindow;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.Unready;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * Forecasts every workload at one step, all of them in one call of the graph. Not safe for several
 * threads.
 */
public final class BoardBuilder {
  /** At most this part of a step is spent resting. */
  private static final int REST_SHARE = 3;

  private static final String UNSOUND =
      "the model in use answers no finite number for it: train again, or go back to a version";

  private final Timescale timescale;
  private final FeatureSet<DemandView> features = DemandFeatures.set();
  private final LiveWindows windows;
  private final ModelSlot<LoadedModel> slot;
  private final Forecaster forecaster;
  private final DoubleConsumer inferenceSeconds;
  private final Onlooker onlooker;
  private final Pace pace;
  private final List<Lane> lanes = new ArrayList<>();
  // One for all windows of a pass: what is read of it is gone before the next is written.
  private final double[] scratch = new double[DemandWindow.LENGTH];
  private boolean forecasting;

  /**
   * A builder over windows that somebody else moves on.
   *
   * @param inferenceSeconds told how long each call of the graph took
   */
  public BoardBuilder(
      Catalogue catalogue,
      LiveWindows windows,
      ModelSlot<LoadedModel> slot,
      DoubleConsumer inferenceSeconds) {
    this(catalogue, windows, slot, inferenceSeconds, Onlooker.none());
  }

  /** The same with somebody who looks on. */
  public BoardBuilder(
      Catalogue catalogue,
      LiveWindows windows,
      ModelSlot<LoadedModel> slot,
      DoubleConsumer inferenceSeconds,
      Onlooker onlooker) {
    this.onlooker = onlooker;
    this.timescale = catalogue.timescale();
    this.windows = windows;
    this.slot = slot;
    this.forecaster = new Forecaster(timescale.step());
    this.inferenceSeconds = inferenceSeconds;
    this.pace = new Pace(timescale.step().dividedBy(REST_SHARE));
    for (WorkloadSpec spec : catalogue.workloads()) {
      lanes.add(Lane.of(spec, windows.window(spec.workload())));
    }
  }

  /** Per workload, the trained horizon that covers its lead time. */
  public Map<WorkloadId, Integer> leadHorizons() {
    return lanes.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                lane -> lane.spec().workload(), lane -> lane.scores().leadHorizon()));
  }

  /** What the intervals of each workload have learned. */
  public Map<WorkloadId, OnlineState> online() {
    Map<WorkloadId, OnlineState> states = new HashMap<>();
    lanes.forEach(
        lane -> lane.scores().online().ifPresent(it -> states.put(lane.spec().workload(), it)));
    return states;
  }

  /** Takes over what was learned before a restart. */
  public void restore(Map<WorkloadId, OnlineState> states) {
    for (Lane lane : lanes) {
      Optional.ofNullable(states.get(lane.spec().workload())).ifPresent(lane.scores()::restore);
    }
  }

  /**
   * The board of the step that the windows stand at.
   *
   * @param ready ready pods, of those workloads where they are known
   */
  public Board build(long step, Map<WorkloadId, Integer> ready) {
    pace.begin(forecasting);
    for (int place = 0; place < lanes.size(); place++) {
      Lane lane = lanes.get(place);
      lane.scores().settle(lane.window());
      onlooker.settled(place, lane.window());
      pace.breathe();
    }
    Board board = slot.use(model -> build(step, ready, model)).orElseGet(() -> withoutModel(step));
    forecasting = board.model().isPresent();
    return board;
  }

  private Board withoutModel(long step) {
    Unready why = Unready.noModel("no model is in use yet: GET /models says why");
    List<Answer> answers = lanes.stream().map(lane -> notReady(lane, why)).toList();
    return new Board(timescale.wallTime(step), Optional.empty(), answers);
  }

  /** A workload that can be forecast, with its feature vector. */
  private record Row(int place, WorkloadModel entry, Present now, double usual, double[] vector) {}

  private Board build(long step, Map<WorkloadId, Integer> ready, LoadedModel model) {
    Answer[] answers = new Answer[lanes.size()];
    List<Row> rows = new ArrayList<>();
    for (int place = 0; place < answers.length; place++) {
      Optional<Row> row = row(place, step, model);
      if (row.isEmpty()) {
        answers[place] = notReady(lanes.get(place), why(lanes.get(place), model));
      }
      row.ifPresent(rows::add);
      pace.breathe();
    }
    double[][] outputs = predict(model, rows);
    for (int i = 0; i < outputs.length; i++) {
      Row row = rows.get(i);
      // One workload that a model has nothing sound to say about does not stop the others.
      answers[row.place()] =
          Arrays.stream(outputs[i]).allMatch(Double::isFinite)
              ? answer(step, row, outputs[i], ready, model)
              : notReady(lanes.get(row.place()), Unready.noModel(UNSOUND));
      pace.breathe();
    }
    onlooker.asked(
        step,
        timescale.wallTime(step),
        rows.stream().map(r -> new Question(r.place(), r.now(), r.usual(), r.vector())).toList());
    return new Board(timescale.wallTime(step), Optional.of(model), List.of(answers));
  }

  private Optional<Row> row(int place, long step, LoadedModel model) {
    Lane lane = lanes.get(place);
    Optional<WorkloadModel> entry = entry(lane, model);
    Series bridged = DemandView.bridge(lane.window().series(scratch));
    int now = bridged.length() - 1;
    if (entry.isEmpty() || !DemandView.exists(bridged, now)) {
      return Optional.empty();
    }
    Instant at = timescale.wallTime(step);
    DemandView view = DemandView.at(bridged, now, timescale.nominal(at), lane.spec().zone());
    Present present =
        new Present(
            lane.spec().workload(),
            at,
            timescale.wallTime(lane.window().newestKnown().orElseThrow()),
            view.level(),
            bridged.value(now),
            dayBefore(bridged, now));
    return Optional.of(new Row(place, entry.get(), present, view.dayMean(), features.vector(view)));
  }

  private static List<OptionalDouble> dayBefore(Series bridged, int now) {
    List<OptionalDouble> values = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      int then = now + horizon - Timescale.STEPS_PER_DAY;
      values.add(
          bridged.known(then) ? OptionalDouble.of(bridged.value(then)) : OptionalDouble.empty());
    }
    return values;
  }

  private double[][] predict(LoadedModel model, List<Row> rows) {
    if (rows.isEmpty()) {
      return new double[0][];
    }
    double[][] vectors = rows.stream().map(Row::vector).toArray(double[][]::new);
    long start = System.nanoTime();
    List<String> names = rows.stream().map(row -> row.now().workload().toString()).toList();
    double[][] outputs = model.predict(names, vectors);
    inferenceSeconds.accept((System.nanoTime() - start) / 1e9);
    return outputs;
  }

  private Answer answer(
      long step, Row row, double[] outputs, Map<WorkloadId, Integer> ready, LoadedModel model) {
    Lane lane = lanes.get(row.place());
    List<HeldOutError> heldOut = row.entry().heldOut();
    lane.scores().forecastBy(model.id(), heldOut, row.usual());
    WorkloadModel entry = lane.scores().corrected(row.entry());
    Forecast forecast = forecaster.forecast(model.id(), entry, row.now(), outputs);
    lane.scores().made(step, forecast, row.now());
    Integer count = ready.get(lane.spec().workload());
    Advice advice =
        lane.advisor()
            .advise(
                new Advisor.Situation(
                    lane.window(),
                    count == null ? OptionalInt.empty() : OptionalInt.of(count),
                    row.usual(),
                    forecast,
                    trust(lane, row.now())));
    Method method = Method.named(row.entry().method()).orElseThrow();
    return new Answer.Ready(
        forecast, method, heldOut, lane.scores().shifts(), advice, lane.scores().scores());
  }

  private static Trust trust(Lane lane, Present now) {
    if (now.featureTime().isBefore(now.at())) {
      long age = now.at().getEpochSecond() - now.featureTime().getEpochSecond();
      return Trust.withheld(ReasonCode.STALE, age);
    }
    return lane.scores().trust();
  }

  private Unready why(Lane lane, LoadedModel model) {
    if (entry(lane, model).isEmpty()) {
      return Unready.noModel("the model in use has no entry for it and no pooled one");
    }
    return Unready.because(lane.window(), timescale, windows.failure(lane.spec()));
  }

  private Answer notReady(Lane lane, Unready why) {
    DemandWindow window = lane.window();
    OptionalLong newest = window.newestKnown();
    Optional<Instant> time =
        newest.isPresent() ? Optional.of(timescale.wallTime(newest.getAsLong())) : Optional.empty();
    return new Answer.NotReady(lane.spec().workload(), why, time, lane.scores().scores());
  }

  private static Optional<WorkloadModel> entry(Lane lane, LoadedModel model) {
    return model.manifest().forWorkload(lane.spec().workload().toString());
  }
}
