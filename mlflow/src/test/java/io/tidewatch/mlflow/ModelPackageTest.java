package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {

  @TempDir Path directory;

  @Test
  void a_written_package_opens_with_what_went_in() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    assertEquals(written, ModelPackage.open(directory.resolve("p")));
    assertEquals(TestingPackages.manifest(), written.manifest());
    assertEquals("graph", Files.readString(written.model()));
  }

  @Test
  void equal_content_has_one_checksum_and_other_content_another() throws Exception {
    String first = TestingPackages.write(directory.resolve("a"), "graph").checksum();
    assertEquals(first, TestingPackages.write(directory.resolve("b"), "graph").checksum());
    assertNotEquals(first, TestingPackages.write(directory.resolve("c"), "other").checksum());
  }

  @Test
  void a_changed_file_is_named() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    Files.writeString(written.model(), "grap");
    assertRefused(written.directory(), "model.onnx has SHA-256");
  }

  @Test
  void a_missing_file_is_named() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    Files.delete(written.directory().resolve("MLmodel"));
    assertRefused(written.directory(), "MLmodel is missing");
  }

  @Test
  void native_models_may_be_absent_but_not_different() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    Path nativeModel = written.directory().resolve("spark/h5/part-0");
    Files.writeString(nativeModel, "other");
    assertRefused(written.directory(), "spark/h5/part-0 has SHA-256");
    Files.delete(nativeModel);
    assertEquals(written, ModelPackage.open(written.directory()));
  }

  @Test
  void a_directory_without_checksums_is_half_a_package() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    Files.delete(written.directory().resolve(Checksums.FILE));
    assertRefused(written.directory(), "checksums.json is missing");
  }

  @Test
  void checksums_that_leave_out_the_graph_are_refused() throws Exception {
    ModelPackage written = TestingPackages.write(directory.resolve("p"), "graph");
    Checksums all = Checksums.of(written.directory());
    TreeMap<String, String> fewer = new TreeMap<>(all.files());
    fewer.remove("model.onnx");
    Files.writeString(written.directory().resolve(Checksums.FILE), new Checksums(fewer).toJson());
    assertRefused(written.directory(), "does not list model.onnx");
  }

  @Test
  void a_path_that_leads_outside_is_refused() {
    for (String name : new String[] {"../evil", "/etc/passwd", "a/../../b", ""}) {
      String document = Json.line(Map.of(name, "00"));
      UserException e = assertThrows(UserException.class, () -> Checksums.parse(document));
      assertTrue(e.reason().contains("outside"), e.reason());
    }
  }

  private static void assertRefused(Path packageDirectory, String reason) {
    UserException e = assertThrows(UserException.class, () -> ModelPackage.open(packageDirectory));
    assertTrue(e.reason().contains(reason), e.reason());
  }
}
