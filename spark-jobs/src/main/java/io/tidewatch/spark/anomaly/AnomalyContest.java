package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.AnomalyGate;
import io.tidewatch.spark.gate.AnomalyLimits;
import io.tidewatch.spark.gate.Contest;
import io.tidewatch.spark.gate.Verdict;
import java.util.Optional;

/** Judges a grown forest against the champion, and lets it become champion if it may. */
final class AnomalyContest {
  private static final String FLOOR = "the floor of every forest";

  private final ModelRegistry registry;
  private final Contest contest;
  private final AnomalyGate gate;

  AnomalyContest(ModelRegistry registry, JobContext context, AnomalyLimits limits) {
    this.registry = registry;
    this.contest = new Contest(registry, context, AnomalyPackage.KIND);
    this.gate = new AnomalyGate(limits);
  }

  /** Judges a challenger that carries its alias already, on rows that it has not seen. */
  Contest.Result run(ModelVersion challenger, ServedForest served, HeldOut heldOut) {
    return contest.run(challenger, champion -> verdict(served, champion, heldOut));
  }

  private Verdict verdict(ServedForest served, Optional<ModelVersion> champion, HeldOut heldOut) {
    if (champion.isEmpty()) {
      return alone(served, heldOut, FLOOR);
    }
    String name = "champion version " + champion.get().version();
    try {
      ServedForest its = ServedForest.read(registry, champion.get());
      requireJudgeable(its, heldOut.features());
      ForestJudge judge = new ForestJudge(heldOut.after(its.trainedTo()));
      AnomalyGate.Against against =
          new AnomalyGate.Against(
              judge.evidence(its), judge.correlation(its.grown(), served.grown()));
      return gate.verdict(judge.evidence(served), Optional.of(against), name);
    } catch (UserException unusable) {
      // No serving process of this version takes it either: the floor is all there is to beat. But
      // a registry that is away must not look like a damaged champion: then this fails.
      registry.aliases(AnomalyPackage.KIND);
      return alone(
          served, heldOut, FLOOR + " (" + name + " cannot be judged: " + unusable.reason() + ")");
    }
  }

  private Verdict alone(ServedForest served, HeldOut heldOut, String against) {
    return gate.verdict(new ForestJudge(heldOut).evidence(served), Optional.empty(), against);
  }

  private static void requireJudgeable(ServedForest champion, PodFeatures rows) {
    if (champion.features().set().size() > rows.set().size()) {
      throw new UserException(
          "the champion cannot be judged",
          "it reads features of logs, of which the store has none now",
          "let logs land again, or go on without them");
    }
  }
}
