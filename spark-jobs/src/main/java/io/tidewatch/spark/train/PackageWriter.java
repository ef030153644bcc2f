package io.tidewatch.spark.train;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.mlflow.GoldenRows;
import io.tidewatch.mlflow.LinearModel;
import io.tidewatch.mlflow.LinearModels;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Turns a training into a model package on disk. */
final class PackageWriter {
  private static final int MOST_GOLDEN_LINES = 4;

  private final Training training;
  private final PooledErrors pooled;
  private final TrainingFacts facts;

  PackageWriter(Training training, PooledErrors pooled, TrainingFacts facts) {
    this.training = training;
    this.pooled = pooled;
    this.facts = facts;
  }

  ModelPackage write(Path folder) {
    FeatureSet<DemandView> set = DemandFeatures.set();
    Timescale timescale = facts.timescale();
    LinearModels linear = linear();
    PackageManifest manifest =
        new PackageManifest(
            linear.workloads().isEmpty() ? PackageManifest.SCHEMA : PackageManifest.WITH_LINEAR,
            TrainCommand.KIND,
            FeatureSetReference.of(set),
            DemandFeatures.HORIZONS,
            Math.toIntExact(timescale.step().toSeconds()),
            facts.codeVersion(),
            facts.seed(),
            new TrainingWindow(
                timescale.wallTime(training.firstStep()), timescale.wallTime(training.lastStep())),
            facts.deltaVersions(),
            workloads(),
            metrics(pooled));
    byte[] graph = OnnxExport.graph(training.models().served(), set.size());
    return ModelPackage.write(folder, graph, manifest, golden(set, linear), linear);
  }

  /** What is logged to MLflow and written into the manifest: the pooled error per horizon. */
  static Map<String, Double> metrics(PooledErrors pooled) {
    Map<String, Double> metrics = new TreeMap<>();
    for (PooledErrors.PooledError error : pooled.errors()) {
      String prefix =
          error.method().equals(WorkloadScore.OURS) ? "" : error.method().replace('-', '_') + "_";
      metrics.put(prefix + "wape_h" + error.horizon(), error.wape());
    }
    return metrics;
  }

  private Map<String, WorkloadModel> workloads() {
    Map<String, WorkloadModel> models = new HashMap<>();
    List<WorkloadScore> calibrated = calibrated();
    if (calibrated.isEmpty()) {
      throw new UserException(
          "no workload has enough history to calibrate a forecast",
          "their calibration parts hold no measured demand",
          "let ingest run longer, or look for gaps in the table gaps");
    }
    for (WorkloadScore score : calibrated) {
      models.put(score.workload(), model(score.method().label(), score.calibration(), score));
    }
    Calibration shared =
        Calibration.pooled(calibrated.stream().map(WorkloadScore::calibration).toList());
    models.put(
        PackageManifest.POOLED, new WorkloadModel("gbt", bounds(shared), peak(shared), List.of()));
    return models;
  }

  private static WorkloadModel model(String method, Calibration calibration, WorkloadScore score) {
    return new WorkloadModel(method, bounds(calibration), peak(calibration), score.heldOut());
  }

  private static Map<Integer, WorkloadModel.Bounds> bounds(Calibration calibration) {
    Map<Integer, WorkloadModel.Bounds> bounds = new HashMap<>();
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      bounds.put(
          DemandFeatures.HORIZONS.get(i),
          new WorkloadModel.Bounds(calibration.lower()[i], calibration.upper()[i]));
    }
    return bounds;
  }

  private static WorkloadModel.Peak peak(Calibration calibration) {
    return new WorkloadModel.Peak(
        Calibration.PEAK_STEPS, Arrays.stream(calibration.peak()).boxed().toList());
  }

  private GoldenRows golden(FeatureSet<DemandView> set, LinearModels linear) {
    List<float[]> vectors = training.goldenVectors();
    Map<String, List<Double>> answers = new HashMap<>();
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      HorizonModel model = training.models().served().horizons().get(i);
      answers.put(
          OnnxExport.output(DemandFeatures.HORIZONS.get(i)),
          vectors.stream().map(model::predict).toList());
    }
    return new GoldenRows(
        set.names(),
        vectors.stream().map(PackageWriter::doubles).toList(),
        answers,
        golden(linear, vectors));
  }

  /** Of the first few by name: each costs as much as the graph's answers. */
  private static Map<String, Map<String, List<Double>>> golden(
      LinearModels linear, List<float[]> vectors) {
    Map<String, Map<String, List<Double>>> golden = new HashMap<>();
    linear.workloads().keySet().stream()
        .sorted()
        .limit(MOST_GOLDEN_LINES)
        .forEach(
            workload -> {
              LinearModel model = linear.workloads().get(workload);
              Map<String, List<Double>> outputs = new HashMap<>();
              for (int i = 0; i < model.lines().size(); i++) {
                int index = i;
                outputs.put(
                    OnnxExport.output(model.horizons().get(i)),
                    vectors.stream().map(vector -> model.relative(vector, index)).toList());
              }
              golden.put(workload, outputs);
            });
    return golden;
  }

  /** Those that were chosen; the others would only make the package larger. */
  private LinearModels linear() {
    Map<String, LinearModel> chosen = new HashMap<>();
    calibrated().stream()
        .filter(score -> score.method() == Method.LINEAR)
        .map(WorkloadScore::workload)
        .forEach(name -> chosen.put(name, training.models().served().lines().get(name)));
    return new LinearModels(chosen);
  }

  private List<WorkloadScore> calibrated() {
    return training.scores().stream().filter(score -> !score.calibration().isEmpty()).toList();
  }

  private static List<Double> doubles(float[] vector) {
    return IntStream.range(0, vector.length).mapToObj(i -> (double) vector[i]).toList();
  }
}
