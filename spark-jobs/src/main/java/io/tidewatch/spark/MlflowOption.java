package io.tidewatch.spark;

import io.tidewatch.mlflow.MlflowSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the tracking server, before what the environment says. */
public final class MlflowOption {
  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description = "The tracking server (default: MLFLOW_TRACKING_URI).")
  private URI mlflow;

  /** Where the server is and how to log in. */
  public MlflowSettings settings() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    Optional.ofNullable(mlflow)
        .ifPresent(uri -> variables.put("MLFLOW_TRACKING_URI", uri.toString()));
    return MlflowSettings.fromEnvironment(variables);
  }
}
