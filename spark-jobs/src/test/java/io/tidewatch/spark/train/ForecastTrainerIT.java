package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.source.Trace;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.gate.Judge;
import io.tidewatch.spark.gate.ServedForecast;
import io.tidewatch.spark.train.Examples.Part;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small models grown by the real MLlib. */
class ForecastTrainerIT {
  private static final TrainingSettings SMALL =
      new TrainingSettings(5, 3, 0.3, 0.8, 0.6, 32, 20, 3_000, 42);
  private static final PrintStream QUIET = new PrintStream(OutputStream.nullOutputStream());
  private static final WorkloadRows WEB = regular("shop/web", 500, 5, 1);
  private static final WorkloadRows TINY = regular("shop/tiny", 2, 5, 2);

  @TempDir static Path folder;
  private static SparkSession spark;
  private static ForecastModels models;

  @BeforeAll
  static void trainOnce() {
    spark = SparkSessions.open(folder);
    models = new ForecastTrainer(spark, SMALL, QUIET).train(rdd(WEB, TINY));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void what_can_be_learnt_is_learnt_by_one_model_for_workloads_of_every_size() {
    for (WorkloadRows rows : List.of(WEB, TINY)) {
      WorkloadScore score = WorkloadScore.of(rows, models.calibrating(), models.served());
      assertEquals(Method.GBT, score.method(), rows.workload());
      assertEquals(3, score.heldOut().size());
      score.heldOut().forEach(error -> assertTrue(error.beatsBaselines(), "" + error));
      score.heldOut().forEach(error -> assertEquals(0.9, error.coverage90(), 0.08, "" + error));
    }
  }

  @Test
  void the_exported_graph_of_grown_trees_answers_as_they_do() throws Exception {
    float[][] rows =
        Stream.of(WEB, TINY).flatMap(each -> Arrays.stream(each.vectors())).toArray(float[][]::new);
    OnnxParity.check(models.served(), rows);
    OnnxParity.check(models.calibrating(), rows);
  }

  @Test
  void no_split_reads_the_level_and_every_leaf_is_finite() {
    for (HorizonModel horizon : models.served().horizons()) {
      assertEquals(SMALL.trees(), horizon.trees().trees().size());
      for (TreeEnsemble.Tree tree : horizon.trees().trees()) {
        assertTrue(Arrays.stream(tree.feature()).noneMatch(feature -> feature == 0));
        for (float value : tree.value()) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
  }

  @Test
  void the_same_data_seed_and_partitioning_give_the_same_golden_rows() {
    ForecastModel once = models.served();
    ForecastModel again = new ForecastTrainer(spark, SMALL, QUIET).train(rdd(WEB, TINY)).served();
    for (int row = 0; row < WEB.size(); row += 97) {
      float[] vector = WEB.vectors()[row];
      for (int i = 0; i < 3; i++) {
        assertSame(once.expected(vector, i), again.expected(vector, i));
        assertSame(
            once.expectedByLine(WEB.workload(), vector, i),
            again.expectedByLine(WEB.workload(), vector, i));
      }
    }
    assertEquals(Set.of(WEB.workload(), TINY.workload()), once.lines().keySet());
  }

  @Test
  void a_package_of_both_families_is_judged_as_it_is_served() {
    ForecastModel spoiled =
        new ForecastModel(
            models.calibrating().horizons().stream().map(ForecastTrainerIT::spoiled).toList(),
            models.calibrating().lines());
    WorkloadScore byLine = WorkloadScore.of(WEB, spoiled, models.served());
    WorkloadScore byTrees = WorkloadScore.of(TINY, models.calibrating(), models.served());
    assertEquals(Method.LINEAR, byLine.method(), "its trees have failed on the calibration part");
    List<float[]> golden = List.of(WEB.vectors()[10], TINY.vectors()[10], WEB.vectors()[2_000]);
    Training training =
        new Training(rdd(WEB, TINY), models, List.of(byLine, byTrees), golden, 0, 100);
    PooledErrors pooled = PooledErrors.of(training.scores());
    TrainingFacts facts =
        new TrainingFacts(Timescale.realTime(), "test", 42, Map.of("features", 1L), Map.of());
    ModelPackage written =
        new PackageWriter(training, pooled, facts).write(folder.resolve("package"));

    assertEquals(PackageManifest.WITH_LINEAR, written.manifest().schema());
    assertEquals(Set.of(WEB.workload()), written.linear().workloads().keySet());
    assertEquals(Set.of(WEB.workload()), written.golden().linear().keySet());
    written.golden().verify(inputs -> OnnxParity.answers(written.model(), inputs));
    ServedForecast served = ServedForecast.of(written);
    double judged = Judge.heldOut(0).evidence(served, rdd(WEB)).wape(5);
    double measured = byLine.heldOut().get(0).wape();
    assertEquals(measured, judged, 1e-9 * measured, "the very line that was scored is judged");
  }

  private static HorizonModel spoiled(HorizonModel model) {
    RobustLine line = model.line();
    return new HorizonModel(
        new RobustLine(line.low(), line.high(), line.weight(), line.intercept() + 3),
        model.trees());
  }

  private static void assertSame(double one, double other) {
    assertEquals(one, other, 1e-9 * Math.abs(one));
  }

  @Test
  void what_comes_after_the_training_part_does_not_change_the_model() {
    double[] other = WEB.demand().clone();
    Arrays.fill(other, WEB.split().trainEnd(), other.length, 1e9);
    WorkloadRows changed =
        new WorkloadRows(
            WEB.workload(),
            WEB.firstStep(),
            other,
            WEB.known(),
            WEB.scored(),
            WEB.positions(),
            WEB.vectors());
    List<Example> before = Examples.draw(rdd(WEB), Part.TRAIN, SMALL).collect();
    List<Example> after = Examples.draw(rdd(changed), Part.TRAIN, SMALL).collect();
    assertEquals(before.size(), after.size());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i).targets(), after.get(i).targets());
      assertEquals(before.get(i).weight(), after.get(i).weight());
    }
  }

  @Test
  void thinning_keeps_about_as_many_as_wanted_and_every_minute_of_the_hour() {
    List<Example> drawn = Examples.draw(rdd(WEB, TINY), Part.TRAIN, SMALL).collect();
    assertEquals(SMALL.mostRows(), drawn.size(), SMALL.mostRows() * 0.1);
    int minute = DemandFeatures.set().names().indexOf("minute_of_hour");
    Set<Float> minutes = drawn.stream().map(e -> e.vector()[minute]).collect(Collectors.toSet());
    assertEquals(60, minutes.size());
  }

  @Test
  void a_random_walk_is_left_to_its_last_value_and_makes_no_champion() {
    WorkloadRows walk = WorkloadRows.of(TestingDemand.walk("shop/walk", 5, 3));
    ForecastModels overfitted = new ForecastTrainer(spark, SMALL, QUIET).train(rdd(walk));
    WorkloadScore score = WorkloadScore.of(walk, overfitted.calibrating(), overfitted.served());
    boolean beatsAll = score.heldOut().stream().allMatch(error -> error.beatsBaselines());
    assertFalse(beatsAll, score.method() + wapes(score));
  }

  @Test
  void too_little_history_is_the_users_to_mend() {
    ForecastTrainer trainer = new ForecastTrainer(spark, SMALL, QUIET);
    Trace day = TestingDemand.regular("shop/new", 5, 1, 4);
    double[] morning = Arrays.copyOf(day.values(), 600);
    WorkloadRows rows = WorkloadRows.of(new Trace("shop/new", day.first(), morning, day.imputed()));
    UserException refused = assertThrows(UserException.class, () -> trainer.train(rdd(rows)));
    assertTrue(refused.getMessage().contains("too little history"));
  }

  private static String wapes(WorkloadScore score) {
    return score.cells().stream()
        .map(cell -> cell.method() + " " + cell.wape())
        .collect(Collectors.joining(", "));
  }

  private static WorkloadRows regular(String name, double size, int days, long seed) {
    return WorkloadRows.of(TestingDemand.regular(name, size, days, seed));
  }

  private static JavaRDD<WorkloadRows> rdd(WorkloadRows... rows) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(rows), 2);
  }
}
