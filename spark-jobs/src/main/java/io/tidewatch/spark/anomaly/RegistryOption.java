package io.tidewatch.spark.anomaly;

import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.mlflow.ModelRegistry;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the model registry. */
final class RegistryOption {
  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description = "The tracking server (default: MLFLOW_TRACKING_URI).")
  private URI mlflow;

  ModelRegistry connect() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    Optional.ofNullable(mlflow)
        .ifPresent(uri -> variables.put("MLFLOW_TRACKING_URI", uri.toString()));
    return ModelRegistry.connect(MlflowSettings.fromEnvironment(variables));
  }
}
