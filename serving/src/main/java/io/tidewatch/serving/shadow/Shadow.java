package io.tidewatch.serving.shadow;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.serving.forecast.Forecaster;
import io.tidewatch.serving.forecast.Method;
import io.tidewatch.serving.forecast.Onlooker;
import io.tidewatch.serving.forecast.Question;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.score.ForecastScores;
import io.tidewatch.serving.score.HorizonScore;
import io.tidewatch.serving.window.DemandWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the challenger what the champion was asked, beside it, and scores what it says when the
 * truth arrives.
 *
 * <p>The model runs on a thread of its own. There is at most one pass at a time: while one runs,
 * the next is dropped, not queued, so a slow or hanging challenger costs a thread and nothing else.
 * All the rest happens on the thread of the steps, which hands over and takes back.
 */
public final class Shadow implements Onlooker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  private final ModelSlot<LoadedModel> challenger;
  private final Forecaster forecaster;
  private final Executor steps;
  private final Consumer<Outcome> told;
  private final ExecutorService worker;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<Integer, ForecastScores> scores = new HashMap<>();
  private Optional<ModelId> scored = Optional.empty();
  private volatile Optional<ShadowBoard> board = Optional.empty();
  private volatile List<HorizonScore> totals = List.of();
  private volatile boolean complained;

  /** How one pass has ended. */
  public enum Outcome {
    EVALUATED,
    /** The pass before it was still running, or the alias had moved when it had answered. */
    DROPPED,
    /** The challenger threw. */
    FAILED
  }

  /**
   * A shadow of nobody yet.
   *
   * @param challenger the model to ask; empty most of the time
   * @param steps runs on the thread that calls {@link #settled} and {@link #asked}
   * @param told of each pass
   */
  public Shadow(
      Catalogue catalogue,
      ModelSlot<LoadedModel> challenger,
      Executor steps,
      Consumer<Outcome> told) {
    this.challenger = challenger;
    this.forecaster = new Forecaster(catalogue.timescale().step());
    this.steps = steps;
    this.told = told;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "shadow");
              thread.setDaemon(true);
              thread.setPriority(Thread.MIN_PRIORITY);
              return thread;
            });
  }

  /** What the challenger of now has said last. */
  public Optional<ShadowBoard> board() {
    Optional<ModelId> now = challenger.current().map(LoadedModel::id);
    return board.filter(last -> now.equals(Optional.of(last.model())));
  }

  /** How it did over its last scored steps, per horizon and over all workloads. */
  public List<HorizonScore> scores() {
    return challenger.current().isPresent() ? totals : List.of();
  }

  @Override
  public void settled(int place, DemandWindow window) {
    ForecastScores its = scores.get(place);
    if (its != null) {
      its.settle(window);
    }
  }

  @Override
  public void asked(long step, Instant at, List<Question> questions) {
    if (challenger.current().isEmpty()) {
      follow(Optional.empty());
      return;
    }
    if (!busy.compareAndSet(false, true)) {
      told.accept(Outcome.DROPPED);
      return;
    }
    worker.execute(() -> evaluate(step, at, questions));
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  /** What the graph and the lines of one version have answered. */
  private record Answers(LoadedModel model, double[][] outputs) {}

  private void evaluate(long step, Instant at, List<Question> questions) {
    try {
      List<String> names = questions.stream().map(q -> q.now().workload().toString()).toList();
      double[][] vectors = questions.stream().map(Question::vector).toArray(double[][]::new);
      challenger
          .use(model -> new Answers(model, model.predict(names, vectors)))
          .ifPresent(answers -> steps.execute(() -> take(step, at, questions, answers)));
    } catch (RuntimeException spoiled) {
      failed(spoiled);
    } finally {
      busy.set(false);
    }
  }

  private void take(long step, Instant at, List<Question> questions, Answers answers) {
    ModelId id = answers.model().id();
    try {
      if (!challenger.current().map(LoadedModel::id).equals(Optional.of(id))) {
        told.accept(Outcome.DROPPED);
        return;
      }
      follow(Optional.of(id));
      Map<WorkloadId, ShadowBoard.Said> said = new HashMap<>();
      for (int i = 0; i < questions.size(); i++) {
        Question question = questions.get(i);
        said(step, question, answers.model(), answers.outputs()[i])
            .ifPresent(one -> said.put(question.now().workload(), one));
      }
      totals = HorizonScore.totals(scores.values().stream().map(ForecastScores::scores).toList());
      board = Optional.of(new ShadowBoard(at, id, said));
      told.accept(Outcome.EVALUATED);
    } catch (RuntimeException spoiled) {
      failed(spoiled);
    }
  }

  /** Empty where the package has no entry or the answer is no number: the others still count. */
  private Optional<ShadowBoard.Said> said(
      long step, Question question, LoadedModel model, double[] outputs) {
    Optional<WorkloadModel> entry =
        model.manifest().forWorkload(question.now().workload().toString());
    if (entry.isEmpty() || !Arrays.stream(outputs).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    ForecastScores its =
        scores.computeIfAbsent(
            question.place(), place -> new ForecastScores(DemandFeatures.HORIZONS, 1));
    its.forecastBy(model.id(), entry.get().heldOut(), question.usual());
    // Its intervals move with what came true as the champion's do: that is how it would serve.
    WorkloadModel corrected = its.corrected(entry.get());
    Forecast forecast = forecaster.forecast(model.id(), corrected, question.now(), outputs);
    its.made(step, forecast, question.now());
    Method method = Method.named(entry.get().method()).orElseThrow();
    return Optional.of(new ShadowBoard.Said(forecast, method));
  }

  /** Another version starts from nothing: it must not inherit what the last one did. */
  private void follow(Optional<ModelId> version) {
    if (!scored.equals(version)) {
      scored = version;
      scores.clear();
      totals = List.of();
      board = Optional.empty();
      complained = false;
    }
  }

  private void failed(RuntimeException spoiled) {
    told.accept(Outcome.FAILED);
    if (!complained) {
      complained = true;
      LOG.warn("the challenger cannot be asked; forecasts go on without it", spoiled);
    }
  }
}
