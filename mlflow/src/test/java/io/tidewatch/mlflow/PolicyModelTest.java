package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyModelTest {
  private static final PolicyModel.Parameters FLEET =
      new PolicyModel.Parameters(0.5, 1, "it was cheaper");
  private static final PackageManifest MANIFEST =
      new PackageManifest(
          1,
          PolicyModel.KIND,
          new FeatureSetReference("demand", 1, "sha256:ab"),
          List.of(),
          60,
          "0.1.0",
          0,
          new TrainingWindow(Instant.EPOCH, Instant.EPOCH),
          Map.of("metrics", 3L),
          Map.of(),
          Map.of("fleet_kappa_factor", 0.5));

  @TempDir Path directory;

  @Test
  void a_policy_package_opens_with_what_went_in_and_needs_no_graph() {
    ModelPackage written = ModelPackage.write(directory.resolve("p"), policy(), MANIFEST);
    ModelPackage opened = ModelPackage.open(directory.resolve("p"));
    assertEquals(written, opened);
    assertEquals(policy(), PolicyModel.of(opened));
  }

  @Test
  void equal_policies_have_one_checksum() {
    String one = ModelPackage.write(directory.resolve("a"), policy(), MANIFEST).checksum();
    assertEquals(one, ModelPackage.write(directory.resolve("b"), policy(), MANIFEST).checksum());
  }

  @Test
  void a_changed_policy_is_refused() throws Exception {
    ModelPackage written = ModelPackage.write(directory.resolve("p"), policy(), MANIFEST);
    Path file = written.directory().resolve("policy.json");
    Files.writeString(file, Files.readString(file).replace("2.5", "250"));
    UserException e =
        assertThrows(UserException.class, () -> ModelPackage.open(written.directory()));
    assertTrue(e.reason().startsWith("policy.json has SHA-256"), e.reason());
  }

  @Test
  void a_number_that_is_none_is_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PolicyModel.Parameters(Double.NaN, 1, "why"));
    assertThrows(IllegalArgumentException.class, () -> new PolicyModel.Parameters(1, 1.5, "why"));
    assertThrows(
        IllegalArgumentException.class, () -> new PolicyModel.Estimate(1, 2, 3, 1, 8, 100));
  }

  private static PolicyModel policy() {
    PolicyModel.Spent spent = new PolicyModel.Spent(10, 2, 30);
    PolicyModel.WorkloadPolicy web =
        new PolicyModel.WorkloadPolicy(
            2.5,
            0.9,
            FLEET,
            false,
            1_500,
            0.9,
            List.of(new PolicyModel.Tried(0.5, 1, 2.5, 0.9, spent, spent)),
            new PolicyModel.Size(
                Map.of("cpu", new PolicyModel.Estimate(0.5, 0.3, 0.9, 0.4, 8, 11_000)),
                Map.of("memory", "there is no sample of memory"),
                Map.of("max", 1e9)));
    return new PolicyModel("7", FLEET, Map.of("shop/web", web));
  }
}
