package io.tidewatch.spark.gate;

import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.spark.JobContext;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets learned policy parameters become champion: they were validated against the fleet's prior
 * when they were chosen, so only the champion of before can stand against them, or a person.
 */
public final class PolicyContest {
  private final ModelRegistry registry;
  private final Promotions promotions;

  public PolicyContest(ModelRegistry registry, JobContext context) {
    this.registry = registry;
    this.promotions =
        new Promotions(registry, new PromotionLedger(context), context.clock(), PolicyModel.KIND);
  }

  /**
   * How it has ended.
   *
   * @param alias that the version has now
   * @param why in one line
   */
  public record Result(String alias, String why) {}

  /**
   * Judges a version.
   *
   * @param worse why the version is worse than that champion, if it is
   */
  public Result run(ModelVersion version, Function<ModelVersion, Optional<String>> worse) {
    Optional<ModelVersion> champion = promotions.observe();
    if (champion.map(ModelVersion::version).equals(Optional.of(version.version()))) {
      return new Result(ModelRegistry.CHAMPION, "it is the champion already");
    }
    registry.setAlias(version, ModelRegistry.CHALLENGER);
    Optional<String> objection =
        pinned(champion).or(() -> takenBack(version)).or(() -> champion.flatMap(worse));
    return promotions
        .unlessMoved(champion, () -> conclude(version, champion, objection))
        .orElse(
            new Result(
                ModelRegistry.CHALLENGER, "the champion changed meanwhile: run optimize again"));
  }

  private Optional<String> pinned(Optional<ModelVersion> champion) {
    return promotions.isPinned(champion) ? Optional.of("the champion is pinned") : Optional.empty();
  }

  private Optional<String> takenBack(ModelVersion version) {
    return promotions.history().wasChampion(version.version())
        ? Optional.of("it was champion before and that was taken back: promote it by hand")
        : Optional.empty();
  }

  private Result conclude(
      ModelVersion version, Optional<ModelVersion> champion, Optional<String> objection) {
    String against = champion.map(ModelVersion::version).orElse("none");
    String id = String.join("/", Promotion.GATE, PolicyModel.KIND, version.version(), against);
    if (objection.isPresent()) {
      promotions.note(
          promotions.event(id, version, champion, Promotion.HELD, Promotion.GATE, objection.get()));
      return new Result(ModelRegistry.CHALLENGER, objection.get());
    }
    String why =
        champion.isEmpty()
            ? "it is the first"
            : "on later data it costs no more than version " + against;
    promotions.move(
        version,
        promotions.event(
            id, version, Optional.of(version), Promotion.PROMOTED, Promotion.GATE, why));
    return new Result(ModelRegistry.CHAMPION, why);
  }
}
