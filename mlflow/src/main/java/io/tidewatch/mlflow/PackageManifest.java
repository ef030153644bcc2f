package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.FeatureSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model package says about itself: {@code tidewatch.json}.
 *
 * @param schema version of the package: 2 if it has linear models, else 1, so that whoever does not
 *     know them still reads the others
 * @param kind the registered model's kind, such as {@code forecast}
 * @param featureSet the features that the graph's inputs are
 * @param horizons the trained horizons in steps
 * @param stepSeconds length of a step in seconds
 * @param codeVersion version of the code that trained
 * @param seed seed of the training
 * @param trainingWindow what the training saw
 * @param deltaVersions version of each Delta table that was read
 * @param workloads per workload ({@code ns/name}; {@code *} for all others) what applies to it
 * @param metrics results over all workloads
 * @param detectors of an anomaly package, per workload ({@code *} for all others) what tells
 *     anomalies; of other packages none
 */
public record PackageManifest(
    int schema,
    String kind,
    FeatureSetReference featureSet,
    List<Integer> horizons,
    int stepSeconds,
    String codeVersion,
    long seed,
    TrainingWindow trainingWindow,
    Map<String, Long> deltaVersions,
    Map<String, WorkloadModel> workloads,
    Map<String, Double> metrics,
    Map<String, AnomalyModel> detectors) {

  /** The schema of a package without linear models. */
  public static final int SCHEMA = 1;

  /** The schema of a package with {@link LinearModels}. */
  public static final int WITH_LINEAR = 2;

  /** The key under which the pooled model of all other workloads stands. */
  public static final String POOLED = "*";

  public PackageManifest {
    boolean known = schema >= SCHEMA && schema <= WITH_LINEAR;
    Require.check(known, schema, "schema " + schema + " is not a supported one, 1 or 2");
    Require.text("kind", kind);
    Require.present("featureSet", featureSet);
    detectors = Map.copyOf(Require.present("detectors", detectors));
    boolean forecasts = detectors.isEmpty() && !kind.equals(PolicyModel.KIND);
    horizons = List.copyOf(Require.present("horizons", horizons));
    Require.check(!(forecasts && horizons.isEmpty()), horizons, "horizons is empty");
    horizons.forEach(horizon -> Require.atLeastOne("a horizon", horizon));
    Require.atLeastOne("stepSeconds", stepSeconds);
    Require.text("codeVersion", codeVersion);
    Require.present("trainingWindow", trainingWindow);
    deltaVersions = Map.copyOf(Require.present("deltaVersions", deltaVersions));
    workloads = Map.copyOf(Require.present("workloads", workloads));
    Require.check(!(forecasts && workloads.isEmpty()), workloads, "workloads is empty");
    for (WorkloadModel model : workloads.values()) {
      model.requireHorizons(horizons);
    }
    metrics = Map.copyOf(Require.present("metrics", metrics));
    Require.allFinite("metrics", metrics.values());
  }

  /** Of a package that forecasts. */
  public PackageManifest(
      int schema,
      String kind,
      FeatureSetReference featureSet,
      List<Integer> horizons,
      int stepSeconds,
      String codeVersion,
      long seed,
      TrainingWindow trainingWindow,
      Map<String, Long> deltaVersions,
      Map<String, WorkloadModel> workloads,
      Map<String, Double> metrics) {
    this(
        schema,
        kind,
        featureSet,
        horizons,
        stepSeconds,
        codeVersion,
        seed,
        trainingWindow,
        deltaVersions,
        workloads,
        metrics,
        Map.of());
  }

  /** What applies to a workload ({@code ns/name}): its own entry or the pooled one. */
  public Optional<WorkloadModel> forWorkload(String workload) {
    return Optional.ofNullable(workloads.get(workload))
        .or(() -> Optional.ofNullable(workloads.get(POOLED)));
  }

  /** Throws {@link UserException} unless the graph's inputs are exactly this feature set. */
  public void requireFeatureSet(FeatureSet<?> expected) {
    FeatureSetReference ours = FeatureSetReference.of(expected);
    if (featureSet.equals(ours)) {
      return;
    }
    throw new UserException(
        "the model package was trained on other features",
        "it needs " + featureSet + ", this process computes " + ours,
        "train again with this version, or run the version that trained it (" + codeVersion + ")");
  }

  /** The document as it stands in the package. */
  public byte[] toJson() {
    try {
      return Json.MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest cannot be written", e);
    }
  }

  /** Reads the document; fields it does not know are ignored. Throws {@link UserException}. */
  public static PackageManifest parse(String json) {
    try {
      // Packages that were written before there were detectors have none.
      JsonNode document = Json.withObject(Json.MAPPER.readTree(json), "detectors");
      return Json.MAPPER.treeToValue(document, PackageManifest.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "the model package's tidewatch.json cannot be used",
          Json.complaint(e),
          "train again, or serve another version of the model",
          e);
    }
  }

  /** Name, version and fingerprint of a {@link FeatureSet}. */
  public record FeatureSetReference(String name, int version, String fingerprint) {

    public FeatureSetReference {
      Require.text("featureSet.name", name);
      Require.text("featureSet.fingerprint", fingerprint);
    }

    /** The reference to a feature set of this code. */
    public static FeatureSetReference of(FeatureSet<?> set) {
      return new FeatureSetReference(set.name(), set.version(), set.fingerprint());
    }

    @Override
    public String toString() {
      return name + " version " + version + " (" + fingerprint + ")";
    }
  }

  /** From the first to the last step that the training saw. */
  public record TrainingWindow(Instant from, Instant to) {

    public TrainingWindow {
      Require.present("trainingWindow.from", from);
      Require.present("trainingWindow.to", to);
      Require.check(!to.isBefore(from), to, "trainingWindow ends before it begins");
    }
  }
}
