package io.tidewatch.spark.gate;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes a champion of any kind back that has left its band: to the last good version, once, with a
 * line that says why.
 */
public final class Demotion {
  /** Versions that are tried in the place of a champion at most; each is downloaded and scored. */
  private static final int MOST_FORMER = 3;

  private final ModelRegistry registry;
  private final Promotions promotions;
  private final String model;

  /** A demotion within one registered model. */
  public Demotion(ModelRegistry registry, Promotions promotions, String model) {
    this.registry = registry;
    this.promotions = promotions;
    this.model = model;
  }

  /**
   * What was done.
   *
   * @param action {@code demoted}, {@code held}, or {@code kept} where it was replaced meanwhile
   */
  public record Outcome(String action, String why) {}

  /**
   * Looks for a former champion that is better, and moves the alias back to it.
   *
   * @param left how the champion has left its band
   * @param isBetter whether a version is better than the champion on the very same rows; one that
   *     cannot be read is not
   */
  public Outcome leftItsBand(ModelVersion champion, String left, Predicate<ModelVersion> isBetter) {
    String why = "version " + champion.version() + " has left its band: " + left;
    Optional<String> objection = objection(champion);
    if (objection.isPresent()) {
      return held(champion, why + "; it stays, " + objection.get());
    }
    Optional<ModelVersion> former = former(champion, isBetter);
    if (former.isEmpty()) {
      return held(champion, why + "; it stays, no earlier champion is better");
    }
    String back = why + "; back to version " + former.get().version();
    return promotions
        .unlessMoved(
            Optional.of(champion),
            () -> {
              demote(champion, former.get(), back);
              return new Outcome(Promotion.DEMOTED, back);
            })
        .orElseGet(() -> new Outcome("kept", "it was replaced meanwhile"));
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

  private Optional<ModelVersion> former(ModelVersion champion, Predicate<ModelVersion> isBetter) {
    return promotions.history().formerChampions(champion.version()).stream()
        .limit(MOST_FORMER)
        .flatMap(version -> registry.version(model, version).stream())
        .filter(version -> readable(version, isBetter))
        .findFirst();
  }

  private static boolean readable(ModelVersion version, Predicate<ModelVersion> isBetter) {
    try {
      return isBetter.test(version);
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
  private Outcome held(ModelVersion champion, String why) {
    String since =
        promotions
            .history()
            .lastMove()
            .map(last -> Long.toString(last.ts().toEpochMilli()))
            .orElse("first");
    String id = String.join("/", Promotion.EVALUATE, model, "held", champion.version(), since);
    promotions.note(
        promotions.event(
            id, champion, Optional.of(champion), Promotion.HELD, Promotion.EVALUATE, why));
    return new Outcome(Promotion.HELD, why);
  }
}
