package io.tidewatch.spark.gate;

import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets a registered challenger of any kind compete for the alias champion: asks for a verdict,
 * writes down its table, and moves the alias if it may.
 */
public final class Contest {
  private static final int ATTEMPTS = 3;
  private static final String TABLE = "gate/gate.json";
  private static final String TEXT = "gate/gate.txt";

  private final ModelRegistry registry;
  private final Promotions promotions;

  /** A contest for the champion of one registered model. */
  public Contest(ModelRegistry registry, JobContext context, String model) {
    this.registry = registry;
    this.promotions =
        new Promotions(registry, new PromotionLedger(context), context.clock(), model);
  }

  /**
   * How a contest has ended.
   *
   * @param champion whether the challenger decides now
   * @param reason why, in one line
   */
  public record Result(boolean champion, String reason, GateTable table) {
    /** The alias that the challenger has now. */
    public String alias() {
      return champion ? ModelRegistry.CHAMPION : ModelRegistry.CHALLENGER;
    }
  }

  /**
   * Judges a challenger that carries its alias already.
   *
   * @param judged the verdict on it against a champion, or against none
   */
  public Result run(ModelVersion challenger, Function<Optional<ModelVersion>, Verdict> judged) {
    GateTable last = new GateTable("nobody", List.of());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<ModelVersion> champion = promotions.observe();
      if (champion.filter(its -> isSame(its, challenger)).isPresent()) {
        return already(challenger);
      }
      Verdict verdict = judged.apply(champion);
      last = verdict.table();
      // Another trainer may have moved the alias: what counts is who beats the champion of now.
      Optional<Result> result =
          promotions.unlessMoved(champion, () -> conclude(challenger, champion, verdict));
      if (result.isPresent()) {
        return result.get();
      }
    }
    return new Result(
        false,
        "the champion changed " + ATTEMPTS + " times while it was judged; train again",
        last);
  }

  private static boolean isSame(ModelVersion one, ModelVersion other) {
    return one.version().equals(other.version());
  }

  private Result already(ModelVersion challenger) {
    promotions.dropChallenger(challenger);
    return new Result(
        true,
        "version " + challenger.version() + " is the champion already",
        new GateTable("itself", List.of()));
  }

  private Result conclude(
      ModelVersion challenger, Optional<ModelVersion> champion, Verdict verdict) {
    String against = champion.map(ModelVersion::version).orElse("none");
    String id = String.join("/", Promotion.GATE, challenger.model(), challenger.version(), against);
    String json = SummaryFile.line(verdict.table());
    registry.putText(challenger, TABLE, json);
    registry.putText(challenger, TEXT, verdict.reason() + "\n" + verdict.table().text());
    registry.setTag(challenger, "tidewatch.gate", verdict.passed() ? "passed" : "refused");
    registry.setTag(challenger, "tidewatch.gate.reason", verdict.reason());
    Optional<String> objection =
        verdict.passed() ? objection(challenger, champion) : Optional.empty();
    boolean promoted = verdict.passed() && objection.isEmpty();
    String action =
        promoted
            ? Promotion.PROMOTED
            : objection.map(o -> Promotion.HELD).orElse(Promotion.REFUSED);
    String why = objection.map(o -> verdict.reason() + ", but " + o).orElse(verdict.reason());
    Promotion event =
        promotions
            .event(
                id,
                challenger,
                promoted ? Optional.of(challenger) : champion,
                action,
                Promotion.GATE,
                why)
            .withGate(json);
    if (promoted) {
      promotions.move(challenger, event);
    } else {
      promotions.note(event);
    }
    return new Result(promoted, why, verdict.table());
  }

  /** What stands against a promotion that the gate allows. */
  private Optional<String> objection(ModelVersion challenger, Optional<ModelVersion> champion) {
    if (promotions.isPinned(champion)) {
      return Optional.of("the champion is pinned");
    }
    if (promotions.history().wasChampion(challenger.version())) {
      return Optional.of("it was champion before and that was taken back: promote it by hand");
    }
    return Optional.empty();
  }
}
