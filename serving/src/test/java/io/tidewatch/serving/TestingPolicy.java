package io.tidewatch.serving;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import io.tidewatch.mlflow.PolicyModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A policy package for one workload, shop/web, which was replayed under two values of kappa. */
final class TestingPolicy {
  static final double MIB = 1024 * 1024;

  private TestingPolicy() {}

  static ModelPackage write(Path directory, int stepSeconds) {
    PackageManifest manifest =
        new PackageManifest(
            1,
            PolicyModel.KIND,
            FeatureSetReference.of(DemandFeatures.set()),
            List.of(),
            stepSeconds,
            "test",
            0,
            new TrainingWindow(Instant.EPOCH, Instant.EPOCH),
            Map.of(),
            Map.of(),
            Map.of("fleet_kappa_factor", 1.0));
    return ModelPackage.write(directory, policy(), manifest);
  }

  private static PolicyModel policy() {
    PolicyModel.Parameters fleet = new PolicyModel.Parameters(1, 1, "nothing was cheaper");
    PolicyModel.WorkloadPolicy web =
        new PolicyModel.WorkloadPolicy(
            25,
            0.8,
            new PolicyModel.Parameters(0.5, 1, "κ × 0.5 was 4.0 % cheaper"),
            true,
            12_960,
            0.97,
            List.of(tried(0.5, 25, 96), tried(1, 50, 100)),
            new PolicyModel.Size(
                Map.of(
                    "cpu", new PolicyModel.Estimate(0.3, 0.2, 0.5, 0.25, 8, 23_000),
                    "memory",
                        new PolicyModel.Estimate(
                            400 * MIB, 300 * MIB, 600 * MIB, 350 * MIB, 8, 23_000)),
                Map.of(),
                Map.of()));
    return new PolicyModel("7", fleet, Map.of("shop/web", web));
  }

  private static PolicyModel.Tried tried(double factor, double kappa, double hours) {
    PolicyModel.Spent spent = new PolicyModel.Spent(hours, 3, hours + 5);
    return new PolicyModel.Tried(factor, 1, kappa, 0.8, spent, spent);
  }
}
