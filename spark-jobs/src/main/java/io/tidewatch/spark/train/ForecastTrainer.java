package io.tidewatch.spark.train;

import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.LinearModel;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.Examples.Part;
import io.tidewatch.spark.train.HorizonTrainer.Pair;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Trains one model per horizon on the rows of one or many workloads, and a linear model of each
 * workload beside it.
 */
public final class ForecastTrainer {
  private static final int FEWEST_EXAMPLES = 500;

  // More hardly help a line; so its cost per workload stays the same however long the history is.
  private static final int MOST_PER_LINE = 4_000;

  private final SparkSession spark;
  private final TrainingSettings settings;
  private final PrintStream progress;

  /** A trainer that says on {@code progress} how far it is. */
  public ForecastTrainer(SparkSession spark, TrainingSettings settings, PrintStream progress) {
    this.spark = spark;
    this.settings = settings;
    this.progress = progress;
  }

  /** The models of all horizons, grown side by side because each leaves cores idle. */
  public ForecastModels train(JavaRDD<WorkloadRows> workloads) {
    List<Example> fit = Examples.draw(workloads, Part.FIT, settings).collect();
    List<Example> train = Examples.draw(workloads, Part.TRAIN, settings).collect();
    requireEnough(fit.size());
    progress.printf(
        "train: %,d examples to grow trees on, %,d to fit them to%n", fit.size(), train.size());
    long began = System.nanoTime();
    List<Pair> pairs = sideBySide(fit, train, began);
    return new ForecastModels(
        new ForecastModel(pairs.stream().map(Pair::onFit).toList(), lines(workloads, Part.FIT)),
        new ForecastModel(pairs.stream().map(Pair::onTrain).toList(), lines(workloads, Part.TRAIN)),
        train.size());
  }

  /** The linear models, each fitted where the rows of its workload are. */
  private Map<String, LinearModel> lines(JavaRDD<WorkloadRows> workloads, Part part) {
    long seed = settings.seed();
    return workloads
        .mapToPair(rows -> new Tuple2<>(rows.workload(), line(rows, part, seed)))
        .filter(pair -> pair._2().isPresent())
        .mapValues(Optional::get)
        .collectAsMap();
  }

  private static Optional<LinearModel> line(WorkloadRows rows, Part part, long seed) {
    List<Example> examples = Examples.draw(rows, part, MOST_PER_LINE, seed);
    return examples.size() < FEWEST_EXAMPLES
        ? Optional.empty()
        : Optional.of(LinearTrainer.fit(examples, seed));
  }

  private static void requireEnough(int examples) {
    if (examples < FEWEST_EXAMPLES) {
      throw new UserException(
          "there is too little history to train on",
          examples + " examples were found, at least " + FEWEST_EXAMPLES + " are needed",
          "let ingest and features run over a longer time (three days at least)");
    }
  }

  private List<Pair> sideBySide(List<Example> fit, List<Example> train, long began) {
    ExecutorService threads = Executors.newFixedThreadPool(DemandFeatures.HORIZONS.size());
    try {
      List<Future<Pair>> running = new ArrayList<>();
      for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
        int horizon = i;
        running.add(threads.submit(() -> one(fit, train, horizon, began)));
      }
      List<Pair> pairs = new ArrayList<>();
      for (Future<Pair> each : running) {
        pairs.add(each.get());
      }
      return pairs;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("training failed", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Pair one(List<Example> fit, List<Example> train, int horizon, long began) {
    TreeGrower grower = new TreeGrower(spark, settings.withSeed(settings.seed() + horizon));
    Pair pair = new HorizonTrainer(grower, settings, horizon).train(fit, train);
    progress.printf(
        "train: %d trees for %d steps ahead after %.0f s%n",
        pair.onTrain().trees().trees().size(),
        DemandFeatures.HORIZONS.get(horizon),
        (System.nanoTime() - began) / 1e9);
    return pair;
  }
}
