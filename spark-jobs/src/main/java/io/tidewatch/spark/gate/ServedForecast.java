package io.tidewatch.spark.gate;

import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.policy.simulate.ForecastSource;
import io.tidewatch.spark.backtest.RowsForecasts;
import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import io.tidewatch.spark.train.OnnxExport;
import io.tidewatch.spark.train.OnnxImport;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A package as serving would use it, in a form that travels to executors.
 *
 * @param choices per workload ({@code *} for all others) what forecasts it, and its bounds
 * @param trainedToMillis the last step that its training saw, as epoch milliseconds
 * @param promised the error over all workloads and horizons that its training has measured;
 *     infinite if it does not say
 * @param bytes size of the package
 */
public record ServedForecast(
    ForecastModel model,
    Map<String, Choice> choices,
    long trainedToMillis,
    double promised,
    long bytes)
    implements Serializable {
  public ServedForecast {
    choices = Map.copyOf(choices);
  }

  /** What forecasts one workload. */
  record Choice(Method method, Calibration calibration) implements Serializable {}

  /**
   * Reads a package and tries it as serving does.
   *
   * @throws UserException when serving would refuse it, or its graph cannot be read here
   */
  public static ServedForecast of(ModelPackage content) {
    PackageManifest manifest = content.manifest();
    manifest.requireFeatureSet(DemandFeatures.set());
    if (!manifest.workloads().containsKey(PackageManifest.POOLED)) {
      throw new UserException(
          "the model package cannot be judged",
          "it says nothing of workloads that it does not name",
          "train again with this version of Tidewatch");
    }
    try {
      ForecastModel model =
          OnnxImport.model(Files.readAllBytes(content.model()))
              .withLines(content.linear().workloads());
      content.golden().verify(inputs -> answers(model, inputs));
      Map<String, Choice> choices = new HashMap<>();
      manifest.workloads().forEach((name, its) -> choices.put(name, choice(its)));
      long trainedTo = manifest.trainingWindow().to().toEpochMilli();
      return new ServedForecast(
          model, choices, trainedTo, promised(manifest), bytes(content.directory()));
    } catch (IOException unreadable) {
      throw new UserException(
          "the model package cannot be read",
          unreadable.toString(),
          "free disk space or make the folder of temporary files readable",
          unreadable);
    }
  }

  /** What forecasts a workload: its own choice or that of all others. */
  Choice choice(String workload) {
    return choices.getOrDefault(workload, choices.get(PackageManifest.POOLED));
  }

  /** Its forecasts over the test part of a workload, from a position of its history on. */
  public ForecastSource forecasts(WorkloadRows rows, int from) {
    Choice its = choice(rows.workload());
    WorkloadScore asServed =
        new WorkloadScore(rows.workload(), its.method(), its.calibration(), List.of(), List.of());
    return new RowsForecasts(rows, model, asServed, from);
  }

  private static double promised(PackageManifest manifest) {
    return DemandFeatures.HORIZONS.stream()
        .mapToDouble(
            horizon ->
                manifest.metrics().getOrDefault("wape_h" + horizon, Double.POSITIVE_INFINITY))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static Choice choice(WorkloadModel its) {
    int horizons = DemandFeatures.HORIZONS.size();
    double[] lower = new double[horizons];
    double[] upper = new double[horizons];
    for (int i = 0; i < horizons; i++) {
      WorkloadModel.Bounds bounds = its.conformal().get(DemandFeatures.HORIZONS.get(i));
      lower[i] = bounds.lower();
      upper[i] = bounds.upper();
    }
    double[] peak = its.peak().quantiles().stream().mapToDouble(Double::doubleValue).toArray();
    return new Choice(method(its.method()), new Calibration(new double[0][], lower, upper, peak));
  }

  private static Method method(String label) {
    return Arrays.stream(Method.values())
        .filter(method -> method.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "the model package cannot be judged",
                    "it forecasts by \"" + label + "\", which this program does not know",
                    "update Tidewatch to the version that trained it"));
  }

  private static Map<String, float[]> answers(ForecastModel model, float[][] inputs) {
    Map<String, float[]> answers = new HashMap<>();
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      float[] values = new float[inputs.length];
      for (int row = 0; row < inputs.length; row++) {
        values[row] = (float) model.horizons().get(i).predict(inputs[row]);
      }
      answers.put(OnnxExport.output(DemandFeatures.HORIZONS.get(i)), values);
    }
    return answers;
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
