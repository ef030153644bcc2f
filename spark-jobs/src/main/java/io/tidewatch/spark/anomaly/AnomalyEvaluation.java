package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.AnomalyBand;
import io.tidewatch.spark.gate.AnomalyEvidence;
import io.tidewatch.spark.gate.AnomalyLimits;
import io.tidewatch.spark.gate.Demotion;
import io.tidewatch.spark.gate.PromotionLedger;
import io.tidewatch.spark.gate.Promotions;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Judges the champion forest on the newest rows, and takes it back if it has left its band. */
public final class AnomalyEvaluation {
  private final ModelRegistry registry;
  private final JobContext context;
  private final Promotions promotions;
  private final AnomalyBand band;

  /** An evaluation of the registered forests. */
  public AnomalyEvaluation(ModelRegistry registry, JobContext context, AnomalyLimits limits) {
    this.registry = registry;
    this.context = context;
    this.promotions =
        new Promotions(
            registry, new PromotionLedger(context), context.clock(), AnomalyPackage.KIND);
    this.band = new AnomalyBand(limits);
  }

  /**
   * How one version did on the newest rows.
   *
   * @param found the share of faults planted into these rows that are alarms
   */
  public record Score(String version, long rows, double alarmsPerPodDay, double found) {
    static Score of(ModelVersion version, AnomalyEvidence live) {
      return new Score(version.version(), live.rows(), live.alarmsPerPodDay(), live.found());
    }
  }

  /**
   * What an evaluation has found.
   *
   * @param action {@code kept}, {@code held} or {@code demoted}
   * @param why in one line
   * @param drift why a training should not wait for its day, if it should not
   */
  public record Summary(
      Optional<Score> champion, String action, String why, Optional<String> drift) {}

  /** Judges the newest rows of the pods of a catalogue. */
  public Summary run(Catalogue catalogue, Duration length) {
    Optional<ModelVersion> champion = promotions.observe();
    if (champion.isEmpty()) {
      return kept("there is no champion");
    }
    ServedForest served;
    try {
      served = ServedForest.read(registry, champion.get());
    } catch (UserException unusable) {
      // Forecasts are judged all the same; but a registry that is away is the whole job's failure.
      registry.aliases(AnomalyPackage.KIND);
      return kept("version " + champion.get().version() + " cannot be read: " + unusable.reason());
    }
    return judged(champion.get(), served, newest(catalogue, served, length));
  }

  private Summary judged(ModelVersion champion, ServedForest served, HeldOut rows) {
    AnomalyEvidence live = new ForestJudge(rows).evidence(served);
    Demotion.Outcome outcome =
        band.left(live)
            .map(left -> leftItsBand(champion, rows, left))
            .orElseGet(() -> new Demotion.Outcome("kept", inItsBand(champion, live)));
    return new Summary(
        Optional.of(Score.of(champion, live)), outcome.action(), outcome.why(), band.drifted(live));
  }

  private static Summary kept(String why) {
    return new Summary(Optional.empty(), "kept", why, Optional.empty());
  }

  private String inItsBand(ModelVersion champion, AnomalyEvidence live) {
    return band.decides(live)
        ? "version " + champion.version() + " is in its band"
        : "too few rows of pods are newer than its training: " + live.rows();
  }

  private Demotion.Outcome leftItsBand(ModelVersion champion, HeldOut rows, String left) {
    return new Demotion(registry, promotions, AnomalyPackage.KIND)
        .leftItsBand(champion, left, former -> isBetter(former, rows));
  }

  private boolean isBetter(ModelVersion version, HeldOut rows) {
    ServedForest former = ServedForest.read(registry, version);
    boolean readsThem = former.features().set().size() <= rows.features().set().size();
    return readsThem
        && band.isBetter(new ForestJudge(rows.after(former.trainedTo())).evidence(former));
  }

  private HeldOut newest(Catalogue catalogue, ServedForest served, Duration length) {
    Column wanted = AnomalyTraining.pods(catalogue);
    Instant trained = served.trainedTo();
    Instant from = last(wanted, trained).minus(length);
    Instant first = from.isAfter(trained) ? from : trained;
    Column newer = functions.col("ts").gt(Timestamp.from(first));
    return HeldOut.read(context.store(), served.features(), wanted.and(newer));
  }

  private Instant last(Column wanted, Instant otherwise) {
    Row newest =
        context.store().read(Tables.FEATURES).where(wanted).agg(functions.max("ts")).first();
    return newest.isNullAt(0) ? otherwise : newest.getTimestamp(0).toInstant();
  }
}
