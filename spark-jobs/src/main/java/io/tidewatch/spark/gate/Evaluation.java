package io.tidewatch.spark.gate;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.features.WorkloadRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;

/**
 * Judges champion and challenger on the newest rows, now that the truth has arrived, and takes a
 * champion back that has left its band.
 */
public final class Evaluation {
  private final ModelRegistry registry;
  private final Promotions promotions;
  private final LiveBand band;
  private final PackageReader packages;
  private final String model;

  /** An evaluation of one registered model. */
  public Evaluation(
      ModelRegistry registry, JobContext context, String model, GateSettings settings) {
    this.registry = registry;
    this.promotions =
        new Promotions(registry, new PromotionLedger(context), context.clock(), model);
    this.band = new LiveBand(settings);
    this.packages = new PackageReader(registry);
    this.model = model;
  }

  /**
   * How one version did on the newest rows.
   *
   * @param origins how many forecasts have met their truth
   */
  public record Score(
      String version,
      String alias,
      int origins,
      double wape,
      double baseline,
      double pinball,
      double coverage) {
    /** The score; empty where no forecast has met its truth yet. */
    static Optional<Score> of(ModelVersion version, String alias, Evidence live) {
      if (live.origins() == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Score(
              version.version(),
              alias,
              live.origins(),
              live.wape(),
              live.baseline(),
              live.pinball(),
              live.coverage()));
    }
  }

  /**
   * What an evaluation has found.
   *
   * @param champion the score of the version that decided until now, if there was any truth for it
   * @param challenger the score of the alias challenger
   * @param action {@code kept}, {@code held} or {@code demoted}
   * @param why in one line
   * @param drift why a retraining should not wait for its day, if it should not
   */
  public record Summary(
      Optional<Score> champion,
      Optional<Score> challenger,
      String action,
      String why,
      Optional<String> drift) {}

  /** Judges the newest {@code steps} of the rows. */
  public Summary run(JavaRDD<WorkloadRows> rows, Timescale timescale, long steps) {
    Optional<ModelVersion> champion = promotions.observe();
    if (champion.isEmpty()) {
      return new Summary(
          Optional.empty(), Optional.empty(), "kept", "there is no champion", Optional.empty());
    }
    Window window = Window.of(rows, timescale, steps);
    Optional<Score> challenger = challenger(window);
    ServedForecast its = packages.read(champion.get());
    Evidence live = window.evidence(its, its);
    Demotion.Outcome outcome =
        band.left(live, its.promised())
            .map(left -> leftItsBand(champion.get(), its, window, left))
            .orElseGet(() -> new Demotion.Outcome("kept", inItsBand(champion.get(), live)));
    return new Summary(
        Score.of(champion.get(), ModelRegistry.CHAMPION, live),
        challenger,
        outcome.action(),
        outcome.why(),
        band.drifted(live, its.promised()));
  }

  private String inItsBand(ModelVersion champion, Evidence live) {
    return band.decides(live)
        ? "version " + champion.version() + " is in its band"
        : "too few forecasts have met their truth: " + live.origins();
  }

  private Optional<Score> challenger(Window window) {
    Optional<ModelVersion> named = registry.byAlias(model, ModelRegistry.CHALLENGER);
    try {
      return named.flatMap(
          version -> {
            ServedForecast its = packages.read(version);
            return Score.of(version, ModelRegistry.CHALLENGER, window.evidence(its, its));
          });
    } catch (UserException unusable) {
      // A challenger that cannot be read harms nobody, and must not keep a bad champion in office.
      return Optional.empty();
    }
  }

  private Demotion.Outcome leftItsBand(
      ModelVersion champion, ServedForecast its, Window window, String left) {
    return new Demotion(registry, promotions, model)
        .leftItsBand(champion, left, former -> isBetter(former, its, window));
  }

  private boolean isBetter(ModelVersion version, ServedForecast champion, Window window) {
    ServedForecast former = packages.read(version);
    return band.isBetter(window.evidence(former, champion), window.evidence(champion, former));
  }

  /** The newest rows, and of those only what a version has not learnt from. */
  private record Window(JavaRDD<WorkloadRows> rows, Timescale timescale, long first) {
    static Window of(JavaRDD<WorkloadRows> rows, Timescale timescale, long steps) {
      long end =
          rows.map(each -> each.firstStep() + each.demand().length).max(Comparator.naturalOrder());
      return new Window(rows, timescale, end - steps);
    }

    /** On rows that neither of two versions has seen. */
    Evidence evidence(ServedForecast judged, ServedForecast other) {
      long trained = Math.max(judged.trainedToMillis(), other.trainedToMillis());
      long from = Math.max(first, timescale.stepIndex(Instant.ofEpochMilli(trained)) + 1);
      return Judge.newest(from).evidence(judged, rows);
    }
  }
}
