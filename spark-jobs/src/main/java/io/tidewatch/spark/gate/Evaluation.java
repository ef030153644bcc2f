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
  /** Versions that are tried in the place of a champion at most; each is downloaded and scored. */
  private static final int MOST_FORMER = 3;

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
   */
  public record Summary(
      Optional<Score> champion, Optional<Score> challenger, String action, String why) {}

  /** Judges the newest {@code steps} of the rows. */
  public Summary run(JavaRDD<WorkloadRows> rows, Timescale timescale, long steps) {
    Optional<ModelVersion> champion = promotions.observe();
    if (champion.isEmpty()) {
      return new Summary(Optional.empty(), Optional.empty(), "kept", "there is no champion");
    }
    Window window = Window.of(rows, timescale, steps);
    Optional<Score> challenger = challenger(window);
    ServedForecast its = packages.read(champion.get());
    Evidence live = window.evidence(its, its);
    Optional<String> left = band.left(live, its.promised());
    if (left.isEmpty()) {
      String why =
          band.decides(live)
              ? "version " + champion.get().version() + " is in its band"
              : "too few forecasts have met their truth: " + live.origins();
      return summary(champion.get(), live, challenger, "kept", why);
    }
    return leftItsBand(new Judged(champion.get(), its, live), window, challenger, left.get());
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

  /** A version with its package and what was found on it. */
  private record Judged(ModelVersion version, ServedForecast served, Evidence live) {}

  private Summary leftItsBand(
      Judged champion, Window window, Optional<Score> challenger, String left) {
    ModelVersion version = champion.version();
    String why = "version " + version.version() + " has left its band: " + left;
    Optional<String> objection = objection(version);
    if (objection.isPresent()) {
      return held(champion, challenger, why + "; it stays, " + objection.get());
    }
    Optional<ModelVersion> former = former(champion, window);
    if (former.isEmpty()) {
      return held(champion, challenger, why + "; it stays, no earlier champion is better");
    }
    String back = why + "; back to version " + former.get().version();
    return promotions
        .unlessMoved(
            Optional.of(version),
            () -> {
              demote(version, former.get(), back);
              return summary(version, champion.live(), challenger, Promotion.DEMOTED, back);
            })
        .orElseGet(
            () ->
                summary(version, champion.live(), challenger, "kept", "it was replaced meanwhile"));
  }

  private Optional<String> objection(ModelVersion champion) {
    if (promotions.isPinned(Optional.of(champion))) {
      return Optional.of("it is pinned");
    }
    if (promotions.history().wasDemoted(champion.version())) {
      return Optional.of("somebody has promoted it again after it was demoted");
    }
    return Optional.empty();
  }

  /** The last good version: a former champion that is better on the very same rows. */
  private Optional<ModelVersion> former(Judged champion, Window window) {
    return promotions.history().formerChampions(champion.version().version()).stream()
        .limit(MOST_FORMER)
        .flatMap(version -> registry.version(model, version).stream())
        .filter(version -> isBetter(version, champion.served(), window))
        .findFirst();
  }

  private boolean isBetter(ModelVersion version, ServedForecast champion, Window window) {
    try {
      ServedForecast former = packages.read(version);
      return band.isBetter(window.evidence(former, champion), window.evidence(champion, former));
    } catch (UserException unusable) {
      return false;
    }
  }

  private void demote(ModelVersion champion, ModelVersion to, String why) {
    String id = String.join("/", Promotion.EVALUATE, model, "demoted", champion.version());
    registry.setTag(champion, "tidewatch.demoted", why);
    promotions.move(
        to,
        promotions.event(
            id, champion, Optional.of(to), Promotion.DEMOTED, Promotion.EVALUATE, why));
  }

  /** One line for as long as it lasts, not one a day. */
  private Summary held(Judged champion, Optional<Score> challenger, String why) {
    ModelVersion version = champion.version();
    String since =
        promotions
            .history()
            .lastMove()
            .map(last -> Long.toString(last.ts().toEpochMilli()))
            .orElse("first");
    String id = String.join("/", Promotion.EVALUATE, model, "held", version.version(), since);
    promotions.note(
        promotions.event(
            id, version, Optional.of(version), Promotion.HELD, Promotion.EVALUATE, why));
    return summary(version, champion.live(), challenger, Promotion.HELD, why);
  }

  private static Summary summary(
      ModelVersion champion, Evidence live, Optional<Score> challenger, String action, String why) {
    Optional<Score> score = Score.of(champion, ModelRegistry.CHAMPION, live);
    return new Summary(score, challenger, action, why);
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
