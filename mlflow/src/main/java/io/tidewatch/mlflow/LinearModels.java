package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidewatch.domain.UserException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The linear models of the workloads that one forecasts: {@code linear.json}, which a package
 * without any does not have.
 *
 * @param workloads per workload ({@code ns/name})
 */
public record LinearModels(Map<String, LinearModel> workloads) {

  static final String FILE = "linear.json";

  public LinearModels {
    workloads = Map.copyOf(Require.present("workloads", workloads));
  }

  /** Of a package all of whose workloads are forecast by something else. */
  public static LinearModels none() {
    return new LinearModels(Map.of());
  }

  byte[] toJson() {
    try {
      return Json.MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("linear models cannot be written", e);
    }
  }

  /** Reads the document. Throws {@link UserException}, also for a weight that is no number. */
  static LinearModels parse(String json) {
    try {
      return Json.MAPPER.readValue(json, LinearModels.class);
    } catch (JsonProcessingException e) {
      throw unusable(Json.complaint(e), e);
    }
  }

  /**
   * Throws {@link UserException} unless exactly the workloads that the manifest wants to be
   * forecast so have a model, of the right size, that gives its golden answers.
   */
  void verify(PackageManifest manifest, GoldenRows golden) {
    Set<String> names = new TreeSet<>(manifest.workloads().keySet());
    names.addAll(workloads.keySet());
    for (String name : names) {
      WorkloadModel entry = manifest.workloads().get(name);
      boolean wanted = entry != null && entry.method().equals(WorkloadModel.LINEAR);
      if (wanted != workloads.containsKey(name)) {
        String has = wanted ? " has no linear model" : " has one but is forecast otherwise";
        throw unusable(name + has, null);
      }
    }
    workloads.forEach(
        (workload, model) -> {
          fits(workload, "inputs", golden.features().size(), model.inputs());
          fits(workload, "horizons", manifest.horizons(), model.horizons());
        });
    golden.verifyLinear(workloads);
  }

  private static void fits(String workload, String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      String reason = "the model of %s has the %s %s, the package %s";
      throw unusable(reason.formatted(workload, what, found, wanted), null);
    }
  }

  private static UserException unusable(String reason, Exception cause) {
    return new UserException(
        "the model package's linear.json cannot be used",
        reason,
        "train again, or serve another version of the model",
        cause);
  }
}
