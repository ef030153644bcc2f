package io.tidewatch.mlflow;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A verified model package on disk: every file is the one that its checksums name.
 *
 * @param directory where it lies
 * @param manifest what it says about itself
 * @param golden inputs and answers to try a loaded graph with; none where there is no graph
 * @param linear the linear models of those workloads that one forecasts
 * @param checksum the SHA-256 of its checksums, which stands for the whole content
 */
public record ModelPackage(
    Path directory,
    PackageManifest manifest,
    GoldenRows golden,
    LinearModels linear,
    String checksum) {

  /** Below this path lie native models that only Spark reads; a download leaves them out. */
  public static final String NATIVE = "spark/";

  private static final String MODEL = "model.onnx";
  private static final String MANIFEST = "tidewatch.json";
  private static final String GOLDEN = "golden.json";
  private static final List<String> OF_A_GRAPH = List.of(MODEL, GOLDEN);

  /**
   * Completes a directory, which may already hold files below {@link #NATIVE}, to a package. Until
   * the last file is written, {@link #open} refuses it. Throws {@link UserException} when the disk
   * does not take it.
   */
  public static ModelPackage write(
      Path directory, byte[] onnx, PackageManifest manifest, GoldenRows golden) {
    return write(directory, onnx, manifest, golden, LinearModels.none());
  }

  /** The same with the linear models of some workloads. */
  public static ModelPackage write(
      Path directory,
      byte[] onnx,
      PackageManifest manifest,
      GoldenRows golden,
      LinearModels linear) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(directory.resolve(Checksums.FILE));
      Files.write(directory.resolve(MODEL), onnx);
      Files.write(directory.resolve(MANIFEST), manifest.toJson());
      Files.write(directory.resolve(GOLDEN), golden.toJson());
      Files.deleteIfExists(directory.resolve(LinearModels.FILE));
      if (!linear.workloads().isEmpty()) {
        Files.write(directory.resolve(LinearModels.FILE), linear.toJson());
      }
      Files.writeString(directory.resolve("input_example.json"), MlModelFile.inputExample(golden));
      Files.writeString(directory.resolve("MLmodel"), MlModelFile.of(golden));
      return completed(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /** Writes a package of the kind {@link PolicyModel#KIND}, which has a document and no graph. */
  public static ModelPackage write(Path directory, PolicyModel policy, PackageManifest manifest) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(directory.resolve(Checksums.FILE));
      Files.write(directory.resolve(PolicyModel.FILE), policy.toJson());
      Files.write(directory.resolve(MANIFEST), manifest.toJson());
      return completed(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private static ModelPackage completed(Path directory) throws IOException {
    Path fresh = directory.resolveSibling(directory.getFileName() + ".checksums");
    Files.writeString(fresh, Checksums.of(directory).toJson());
    Files.move(fresh, directory.resolve(Checksums.FILE), StandardCopyOption.ATOMIC_MOVE);
    return open(directory);
  }

  private static UserException unwritable(Path directory, IOException e) {
    return new UserException(
        "the model package could not be written to " + directory,
        e.toString(),
        "free disk space or make the directory writable, then run it again",
        e);
  }

  /**
   * Reads and verifies a package. Throws {@link UserException} if a file is missing, differs from
   * its checksum, or cannot be understood.
   */
  public static ModelPackage open(Path directory) {
    try {
      String document = readChecksums(directory);
      Checksums checksums = Checksums.parse(document);
      verify(directory, checksums);
      PackageManifest manifest =
          PackageManifest.parse(Files.readString(directory.resolve(MANIFEST)));
      String checksum = Checksums.sha256(document);
      if (manifest.kind().equals(PolicyModel.KIND)) {
        requireListed(checksums, List.of(PolicyModel.FILE));
        return new ModelPackage(
            directory, manifest, GoldenRows.NONE, LinearModels.none(), checksum);
      }
      requireListed(checksums, OF_A_GRAPH);
      GoldenRows golden = GoldenRows.parse(Files.readString(directory.resolve(GOLDEN)));
      LinearModels linear = linear(directory, checksums);
      linear.verify(manifest, golden);
      return new ModelPackage(directory, manifest, golden, linear, checksum);
    } catch (IOException e) {
      throw Checksums.damaged("it cannot be read from " + directory + ": " + e);
    }
  }

  /** The ONNX graph. */
  public Path model() {
    return directory.resolve(MODEL);
  }

  /** The relative paths of all files, the checksums last: who has these has the others. */
  List<String> files() throws IOException {
    Stream<String> content = Checksums.of(directory).files().keySet().stream();
    return Stream.concat(content, Stream.of(Checksums.FILE)).toList();
  }

  /** Only what the checksums list is part of the package. */
  private static LinearModels linear(Path directory, Checksums checksums) throws IOException {
    return checksums.files().containsKey(LinearModels.FILE)
        ? LinearModels.parse(Files.readString(directory.resolve(LinearModels.FILE)))
        : LinearModels.none();
  }

  private static String readChecksums(Path directory) throws IOException {
    Path file = directory.resolve(Checksums.FILE);
    if (!Files.isRegularFile(file)) {
      throw Checksums.damaged(Checksums.FILE + " is missing in " + directory);
    }
    return Files.readString(file);
  }

  private static void verify(Path directory, Checksums checksums) throws IOException {
    requireListed(checksums, List.of(MANIFEST));
    for (String name : checksums.files().keySet()) {
      boolean mayBeAbsent = name.startsWith(NATIVE);
      if (!mayBeAbsent || Files.exists(directory.resolve(name))) {
        checksums.verify(directory, name);
      }
    }
  }

  private static void requireListed(Checksums checksums, List<String> names) {
    for (String name : names) {
      if (!checksums.files().containsKey(name)) {
        throw Checksums.damaged(Checksums.FILE + " does not list " + name);
      }
    }
  }
}
