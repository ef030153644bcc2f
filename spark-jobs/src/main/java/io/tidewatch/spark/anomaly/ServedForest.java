package io.tidewatch.spark.anomaly;

import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.spark.train.PackageFolder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A package of a forest as serving would use it.
 *
 * @param trainedTo the last step that its training saw
 * @param bytes size of the package
 */
record ServedForest(GrownForest grown, PodFeatures features, Instant trainedTo, long bytes) {

  /**
   * Reads a package and tries it as serving does.
   *
   * @throws io.tidewatch.domain.UserException when serving would refuse it
   */
  static ServedForest of(ModelPackage content) {
    PackageManifest manifest = content.manifest();
    PodFeatures features = PodFeatures.of(manifest.featureSet());
    GrownForest grown = AnomalyPackage.forest(content);
    content.golden().verify(rows -> Map.of(ForestOnnx.SCORE, scores(grown, rows)));
    return new ServedForest(
        grown, features, manifest.trainingWindow().to(), bytes(content.directory()));
  }

  /** Brings a registered version and reads it; nothing stays on the disk. */
  static ServedForest read(ModelRegistry registry, ModelVersion version) {
    try (PackageFolder folder = PackageFolder.create()) {
      return of(registry.download(version, folder.path().resolve("package")));
    }
  }

  private static float[] scores(GrownForest grown, float[][] rows) {
    float[] scores = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = (float) grown.forest().score(rows[i]);
    }
    return scores;
  }

  private static long bytes(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(Path::toFile).mapToLong(File::length).sum();
    } catch (IOException vanished) {
      throw new UncheckedIOException("the package was read a moment ago", vanished);
    }
  }
}
