package io.tidewatch.spark.gate;

import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks for a training before its time, at most once in so many days. A job that is run again gives
 * the answer of the first time: it may have been killed before anybody read it. Whoever starts
 * trainings finds the name of the run that asked in the model's tag {@link #TAG}.
 */
public final class EarlyRetrain {
  /** The tag of a registered model with the name of the run that has asked last. */
  public static final String TAG = "tidewatch.retrain";

  private final ModelRegistry registry;
  private final PromotionLedger ledger;
  private final Clock clock;
  private final String run;
  private final Duration atMostEvery;

  /**
   * On behalf of one run of the job.
   *
   * @param run the same when the job is run again
   */
  public EarlyRetrain(
      ModelRegistry registry, JobContext context, String run, Duration atMostEvery) {
    this.registry = registry;
    this.ledger = new PromotionLedger(context);
    this.clock = context.clock();
    this.run = run;
    this.atMostEvery = atMostEvery;
  }

  /**
   * Whether a training is asked for.
   *
   * @param why in one line, for either
   */
  public record Answer(String model, boolean asked, String why) {}

  /** The answer for one model, given why it should be trained anew, if it should. */
  public Answer answer(String model, Optional<String> drift) {
    Answer answer = ledger.alone(() -> decide(model, drift));
    if (answer.asked()) {
      // Also by a job that is run again: the first may have been killed in between.
      registry.setModelTag(model, TAG, run);
    }
    return answer;
  }

  private Answer decide(String model, Optional<String> drift) {
    PromotionHistory history = ledger.of(model);
    String id = String.join("/", Promotion.EVALUATE, model, Promotion.RETRAIN, run);
    if (history.has(id)) {
      return new Answer(model, true, "this run has asked already");
    }
    if (drift.isEmpty()) {
      return new Answer(model, false, "nothing has drifted");
    }
    Optional<Promotion> last = history.lastRetrain().filter(this::isRecent);
    if (last.isPresent()) {
      String limit = ", and one in " + atMostEvery.toDays() + " days is enough";
      return new Answer(
          model, false, drift.get() + "; asked for at " + last.get().ts() + " already" + limit);
    }
    ledger.record(event(id, model, drift.get()));
    return new Answer(model, true, drift.get());
  }

  private boolean isRecent(Promotion last) {
    Instant now = clock.instant();
    return now.isBefore(last.ts().plus(atMostEvery));
  }

  private Promotion event(String id, String model, String why) {
    String champion =
        registry.byAlias(model, ModelRegistry.CHAMPION).map(ModelVersion::version).orElse("");
    return new Promotion(
        id,
        model,
        champion,
        champion,
        Promotion.RETRAIN,
        Promotion.EVALUATE,
        why,
        Optional.empty(),
        clock.instant());
  }
}
