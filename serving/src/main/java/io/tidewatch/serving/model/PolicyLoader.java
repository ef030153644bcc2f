package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PolicyModel;
import java.time.Clock;
import java.time.Duration;

/** Turns a policy package whose checksums hold into a model, or refuses it. */
public final class PolicyLoader implements ModelLoader<LoadedPolicy> {
  private final Duration step;
  private final Clock clock;

  /**
   * A loader for one catalogue.
   *
   * @param step the catalogue's: costs are counted in it
   */
  public PolicyLoader(Duration step, Clock clock) {
    this.step = step;
    this.clock = clock;
  }

  @Override
  public LoadedPolicy load(ModelId id, ModelPackage content, LoadedModel.Origin origin) {
    PackageManifest manifest = content.manifest();
    PackageLoader.requireSame("kind", manifest.kind(), PolicyModel.KIND);
    PackageLoader.requireSame("step in seconds", (long) manifest.stepSeconds(), step.toSeconds());
    return new LoadedPolicy(id, manifest, origin, clock.instant(), PolicyModel.of(content));
  }
}
