package io.tidewatch.spark.gate;

import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one place that moves the alias champion of a model, and that notices when a person has.
 *
 * <p>A move leaves the event's id on the version first, then moves the alias, then records the
 * event. So a job that is killed in between is told from a person: the id is there, its row is not.
 */
public final class Promotions {
  /** A tag of this name, on a version or the model, stops every automatic change. */
  public static final String PINNED = "pinned";

  static final String EVENT = "tidewatch.promotion";

  private final ModelRegistry registry;
  private final PromotionLedger ledger;
  private final Clock clock;
  private final String model;

  /** Of one registered model. */
  public Promotions(ModelRegistry registry, PromotionLedger ledger, Clock clock, String model) {
    this.registry = registry;
    this.ledger = ledger;
    this.clock = clock;
    this.model = model;
  }

  /** The champion, after a move that nobody has recorded yet was recorded. */
  public Optional<ModelVersion> observe() {
    return ledger.alone(this::observed);
  }

  private Optional<ModelVersion> observed() {
    Optional<ModelVersion> champion = champion();
    PromotionHistory history = ledger.of(model);
    champion
        .filter(now -> !history.champion().equals(Optional.of(now.version())))
        .ifPresent(now -> ledger.record(unrecorded(now, history)));
    return champion;
  }

  /** The version that the alias names now. */
  Optional<ModelVersion> champion() {
    return registry.byAlias(model, ModelRegistry.CHAMPION);
  }

  /**
   * Does something with the champion that was judged, unless it is no longer the champion: MLflow
   * cannot move an alias on a condition.
   */
  <T> Optional<T> unlessMoved(Optional<ModelVersion> judged, Supplier<T> work) {
    Optional<String> expected = judged.map(ModelVersion::version);
    return ledger.alone(
        () ->
            champion().map(ModelVersion::version).equals(expected)
                ? Optional.of(work.get())
                : Optional.empty());
  }

  PromotionHistory history() {
    return ledger.of(model);
  }

  /** Whether somebody wants the champion to stay. */
  boolean isPinned(Optional<ModelVersion> champion) {
    return pinned(registry.modelTags(model)) || champion.map(v -> pinned(v.tags())).orElse(false);
  }

  static boolean pinned(Map<String, String> tags) {
    return tags.containsKey(PINNED) && !tags.get(PINNED).equalsIgnoreCase("false");
  }

  /** Lets the alias name another version. */
  void move(ModelVersion to, Promotion event) {
    registry.setTag(to, EVENT, event.id());
    registry.setAlias(to, ModelRegistry.CHAMPION);
    ledger.record(event);
    dropChallenger(to);
  }

  /** Takes the alias challenger from a version that no longer is one. */
  void dropChallenger(ModelVersion champion) {
    String challenger = registry.aliases(model).getOrDefault(ModelRegistry.CHALLENGER, "");
    if (challenger.equals(champion.version())) {
      registry.deleteAlias(model, ModelRegistry.CHALLENGER);
    }
  }

  /** Records an event that has moved nothing. */
  void note(Promotion event) {
    ledger.record(event);
  }

  Promotion event(
      String id,
      ModelVersion judged,
      Optional<ModelVersion> champion,
      String action,
      String actor,
      String why) {
    return new Promotion(
        id,
        model,
        judged.version(),
        champion.map(ModelVersion::version).orElse(""),
        action,
        actor,
        why,
        Optional.empty(),
        clock.instant());
  }

  private Promotion unrecorded(ModelVersion now, PromotionHistory history) {
    String event = now.tags().getOrDefault(EVENT, "");
    if (!event.isEmpty() && !history.has(event)) {
      return ofKilledJob(event, now);
    }
    String before = history.champion().map(v -> " from version " + v).orElse("");
    String id =
        String.join(
            "/",
            Promotion.MANUAL,
            model,
            now.version(),
            history
                .lastMove()
                .map(last -> Long.toString(last.ts().toEpochMilli()))
                .orElse("first"));
    return event(
        id,
        now,
        Optional.of(now),
        Promotion.PROMOTED,
        Promotion.MANUAL,
        "somebody has moved the alias champion" + before + " to version " + now.version());
  }

  private Promotion ofKilledJob(String id, ModelVersion now) {
    String why = "the job was killed after it had moved the alias to version " + now.version();
    if (!id.startsWith(Promotion.EVALUATE + "/")) {
      return event(id, now, Optional.of(now), Promotion.PROMOTED, Promotion.GATE, why);
    }
    // The id of a demotion ends with the version that was demoted.
    String demoted = id.substring(id.lastIndexOf('/') + 1);
    return new Promotion(
        id,
        model,
        demoted,
        now.version(),
        Promotion.DEMOTED,
        Promotion.EVALUATE,
        why,
        Optional.empty(),
        clock.instant());
  }
}
