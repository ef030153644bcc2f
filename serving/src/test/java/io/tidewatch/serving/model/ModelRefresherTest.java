package io.tidewatch.serving.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.GoldenRows;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.InMemoryModels;
import io.tidewatch.serving.TestingClock;
import io.tidewatch.serving.bench.SyntheticModel;
import io.tidewatch.serving.bench.SyntheticPackage;
import io.tidewatch.serving.model.Refresh.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRefresherTest {
  private static final int FEATURES = DemandFeatures.set().size();

  @TempDir Path directory;
  private final TestingClock clock = new TestingClock(Examples.NOW);
  private final InMemoryModels registry = new InMemoryModels();
  private ModelSlot<LoadedModel> slot;
  private ModelRefresher<LoadedModel> refresher;
  private int swaps;

  @BeforeEach
  void start() {
    slot = new ModelSlot<>();
    refresher =
        new ModelRefresher<>(
            registry,
            new PackageLoader(DemandFeatures.set(), Examples.STEP, clock),
            new PackageCache(directory.resolve("cache")),
            slot,
            "champion",
            () -> swaps++,
            clock);
  }

  @Test
  void the_version_behind_the_alias_is_brought_once_and_put_in_use() {
    registry.register("1", Examples.good(directory.resolve("one")));
    assertEquals(Outcome.SWAPPED, refresher.refresh(false).outcome());
    assertEquals(Outcome.UNCHANGED, refresher.refresh(false).outcome());
    assertEquals(1, registry.downloads());
    assertEquals(1, swaps);
    assertEquals("1", inUse());
    assertEquals(LoadedModel.Origin.REGISTRY, slot.current().orElseThrow().origin());
  }

  @Test
  void an_alias_that_goes_back_takes_the_model_back() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.register("2", Examples.good(directory.resolve("two")));
    refresher.refresh(false);
    registry.promote("1");
    assertEquals(Outcome.SWAPPED, refresher.refresh(false).outcome());
    assertEquals("1", inUse());
  }

  @Test
  void without_an_alias_nothing_is_in_use_and_it_says_so() {
    Refresh result = refresher.refresh(false);
    assertEquals(Outcome.ABSENT, result.outcome());
    assertTrue(result.detail().contains("champion"));
  }

  @Test
  void a_changed_byte_is_refused_and_the_last_good_model_stays() throws IOException {
    ModelPackage damaged = Examples.good(directory.resolve("two"));
    Files.writeString(damaged.model(), "x", StandardOpenOption.APPEND);
    assertRefused(damaged, "model.onnx has SHA-256");
  }

  @Test
  void golden_rows_that_come_out_differently_are_refused() {
    byte[] other = SyntheticModel.constant(FEATURES, 0.1, 0.25, 0.3);
    ModelPackage wrong =
        ModelPackage.write(
            directory.resolve("two"),
            Examples.rising(),
            manifest(),
            SyntheticPackage.golden(other));
    assertRefused(wrong, "h10 of row 0 should be 0.25");
  }

  @Test
  void weights_that_are_no_numbers_are_refused() {
    byte[] spoiled = SyntheticModel.constant(FEATURES, 0.1, Double.NaN, 0.3);
    GoldenRows golden = SyntheticPackage.golden(Examples.rising());
    assertRefused(
        ModelPackage.write(directory.resolve("two"), spoiled, manifest(), golden), "is NaN");
  }

  @Test
  void an_alias_that_is_taken_away_leaves_the_model_in_use() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.withdraw();
    assertEquals(Outcome.ABSENT, refresher.refresh(false).outcome());
    assertEquals("1", inUse());
  }

  @Test
  void the_cached_model_is_in_use_before_the_registry_is_asked_and_then_follows_it() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    start();
    refresher.useCached();
    assertEquals("1", inUse());
    assertEquals(1, registry.downloads());
    registry.register("2", Examples.good(directory.resolve("two")));
    assertEquals(Outcome.SWAPPED, refresher.refresh(false).outcome());
    refresher.useCached();
    assertEquals("2", inUse());
  }

  @Test
  void other_features_are_refused() {
    PackageManifest m = manifest();
    PackageManifest.FeatureSetReference foreign =
        new PackageManifest.FeatureSetReference("demand", 1, "sha256:0000");
    PackageManifest other =
        new PackageManifest(
            m.schema(),
            m.kind(),
            foreign,
            m.horizons(),
            m.stepSeconds(),
            m.codeVersion(),
            m.seed(),
            m.trainingWindow(),
            m.deltaVersions(),
            m.workloads(),
            m.metrics());
    assertRefused(write(other, Examples.rising()), "sha256:0000");
  }

  @Test
  void another_step_is_refused() {
    PackageManifest other = SyntheticPackage.manifest(Duration.ofSeconds(12), entries("gbt"));
    assertRefused(write(other, Examples.rising()), "step in seconds: 12, needed: 60");
  }

  @Test
  void other_horizons_are_refused() {
    PackageManifest m = manifest();
    PackageManifest other =
        new PackageManifest(
            m.schema(),
            m.kind(),
            m.featureSet(),
            List.of(5, 10),
            m.stepSeconds(),
            m.codeVersion(),
            m.seed(),
            m.trainingWindow(),
            m.deltaVersions(),
            m.workloads(),
            m.metrics());
    assertRefused(write(other, Examples.rising()), "horizons in steps: [5, 10]");
  }

  @Test
  void a_method_that_this_version_does_not_know_is_refused() {
    PackageManifest other = SyntheticPackage.manifest(Examples.STEP, entries("oracle"));
    assertRefused(write(other, Examples.rising()), "[oracle]");
  }

  @Test
  void a_graph_with_another_number_of_inputs_is_refused() {
    byte[] narrow = SyntheticModel.constant(3, 0.1, 0.2, 0.3);
    GoldenRows golden = SyntheticPackage.golden(Examples.rising());
    ModelPackage wrong = ModelPackage.write(directory.resolve("two"), narrow, manifest(), golden);
    assertRefused(wrong, "not features[N," + FEATURES + "]");
  }

  @Test
  void a_file_that_is_no_graph_is_refused() {
    GoldenRows golden = SyntheticPackage.golden(Examples.rising());
    ModelPackage wrong =
        ModelPackage.write(directory.resolve("two"), new byte[] {1, 2, 3}, manifest(), golden);
    assertRefused(wrong, "cannot be loaded");
  }

  @Test
  void a_refused_version_is_not_brought_again_at_once_unless_forced() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.register(
        "2",
        write(
            SyntheticPackage.manifest(Duration.ofSeconds(12), entries("gbt")), Examples.rising()));
    refresher.refresh(false);
    assertEquals(Outcome.REFUSED, refresher.refresh(false).outcome());
    assertEquals(2, registry.downloads());
    refresher.refresh(true);
    assertEquals(3, registry.downloads());
    clock.advance(Duration.ofMinutes(2));
    refresher.refresh(false);
    assertEquals(4, registry.downloads());
  }

  @Test
  void with_the_registry_down_the_model_in_use_stays() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.down(true);
    assertEquals(Outcome.UNAVAILABLE, refresher.refresh(false).outcome());
    assertEquals("1", inUse());
  }

  @Test
  void a_start_with_the_registry_down_uses_the_last_good_package_even_after_a_refused_one() {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.register(
        "2",
        write(
            SyntheticPackage.manifest(Duration.ofSeconds(12), entries("gbt")), Examples.rising()));
    refresher.refresh(false);
    start();
    registry.down(true);
    assertEquals(Outcome.SWAPPED, refresher.refresh(false).outcome());
    assertEquals("1", inUse());
    assertEquals(LoadedModel.Origin.CACHE, slot.current().orElseThrow().origin());
  }

  @Test
  void a_damaged_cache_is_not_used() throws IOException {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    Files.writeString(directory.resolve("cache/package-forecast-1/tidewatch.json"), "{}");
    start();
    registry.down(true);
    assertEquals(Outcome.UNAVAILABLE, refresher.refresh(false).outcome());
    assertFalse(slot.current().isPresent());
  }

  @Test
  void the_cache_keeps_one_package() throws IOException {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.register("2", Examples.good(directory.resolve("two")));
    refresher.refresh(false);
    try (var files = Files.list(directory.resolve("cache"))) {
      assertEquals(
          List.of("last-good.json", "package-forecast-2"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** Version 2 is refused for a reason, version 1 stays in use. */
  private void assertRefused(ModelPackage second, String reason) {
    registry.register("1", Examples.good(directory.resolve("one")));
    refresher.refresh(false);
    registry.register("2", second);
    Refresh result = refresher.refresh(false);
    assertEquals(Outcome.REFUSED, result.outcome());
    assertTrue(result.detail().contains(reason), result.detail());
    assertEquals("2", refresher.failure().orElseThrow().model().version());
    assertEquals("1", inUse());
    double[][] row = new double[1][FEATURES];
    assertEquals(0.1, slot.use(m -> m.predictor().predict(row)).orElseThrow()[0][0], 1e-6);
  }

  private String inUse() {
    return slot.current().orElseThrow().id().version();
  }

  private ModelPackage write(PackageManifest manifest, byte[] onnx) {
    return ModelPackage.write(
        directory.resolve("two"), onnx, manifest, SyntheticPackage.golden(onnx));
  }

  private static PackageManifest manifest() {
    return SyntheticPackage.manifest(Examples.STEP, entries("gbt"));
  }

  private static Map<String, WorkloadModel> entries(String method) {
    return Map.of(PackageManifest.POOLED, SyntheticPackage.entry(method));
  }
}
