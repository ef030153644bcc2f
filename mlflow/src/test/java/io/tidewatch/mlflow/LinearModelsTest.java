package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearModelsTest {

  @TempDir Path directory;

  @Test
  void a_package_of_both_families_reads_back_as_it_was_written() {
    ModelPackage written = write();
    assertEquals(written, ModelPackage.open(directory.resolve("p")));
    assertEquals(Map.of("shop/api", model(0.25)), written.linear().workloads());
    assertEquals(2, written.manifest().schema());
  }

  @Test
  void a_package_without_lines_is_one_that_older_programs_read() throws Exception {
    ModelPackage trees = TestingPackages.write(directory.resolve("t"), "graph");
    assertEquals(LinearModels.none(), trees.linear());
    assertFalse(Files.exists(trees.directory().resolve(LinearModels.FILE)));
    assertEquals(1, trees.manifest().schema());
  }

  @Test
  void golden_rows_from_before_there_were_lines_are_read() throws Exception {
    ObjectNode older = (ObjectNode) Json.MAPPER.readTree(TestingPackages.golden().toJson());
    older.remove("linear");
    assertEquals(TestingPackages.golden(), GoldenRows.parse(older.toString()));
  }

  @Test
  void weights_that_are_no_numbers_are_refused_even_with_right_checksums() throws Exception {
    assertRefused(text -> text.replace("0.25", "\"NaN\""), "stands NaN");
    assertRefused(text -> text.replace("0.25", "1e999"), "stands Infinity");
    assertRefused(text -> text.replace("0.25", "null"), "null");
  }

  @Test
  void a_wrong_number_of_weights_is_refused() throws Exception {
    assertRefused(text -> text.replace("0.25", "0.25, 1"), "has 3 values, not 2");
    String smaller = "{\"low\":[0],\"high\":[1],\"lines\":[%s]}";
    String line = "{\"horizon\":5,\"intercept\":0,\"weights\":[1]}";
    String document = "{\"workloads\":{\"shop/api\":" + smaller.formatted(line) + "}}";
    assertRefused(text -> document, "has the inputs 1, the package 2");
  }

  @Test
  void another_answer_than_the_golden_one_is_refused() throws Exception {
    UserException e = refused(text -> text.replace("0.25", "0.2500001"));
    assertTrue(e.problem().contains("does not give the answers"), e.problem());
    assertTrue(e.reason().contains("of shop/api, row 0"), e.reason());
  }

  @Test
  void a_workload_without_its_model_or_a_model_without_use_is_refused() throws Exception {
    assertRefused(text -> text.replace("shop/api", "shop/other"), "shop/api has no linear model");
    ModelPackage written = write();
    Map<String, LinearModel> both = Map.of("shop/api", model(0.25), "shop/web", model(0.25));
    UserException e =
        assertThrows(
            UserException.class,
            () -> new LinearModels(both).verify(written.manifest(), written.golden()));
    assertTrue(e.reason().contains("shop/web has one but is forecast otherwise"), e.reason());
  }

  @Test
  void a_changed_file_is_found_by_its_checksum() throws Exception {
    ModelPackage written = write();
    Path file = written.directory().resolve(LinearModels.FILE);
    Files.writeString(file, Files.readString(file) + " ");
    UserException e =
        assertThrows(UserException.class, () -> ModelPackage.open(written.directory()));
    assertTrue(e.reason().contains("linear.json has SHA-256"), e.reason());
  }

  private void assertRefused(UnaryOperator<String> change, String reason) throws Exception {
    UserException e = refused(change);
    assertTrue(e.reason().contains(reason), e.reason());
  }

  /** Opens a package whose linear.json was changed by somebody who also mended the checksums. */
  private UserException refused(UnaryOperator<String> change) throws Exception {
    Path written = write().directory();
    Path file = written.resolve(LinearModels.FILE);
    Files.writeString(file, change.apply(Files.readString(file)));
    Files.writeString(written.resolve(Checksums.FILE), Checksums.of(written).toJson());
    return assertThrows(UserException.class, () -> ModelPackage.open(written));
  }

  private ModelPackage write() {
    PackageManifest trees = TestingPackages.manifest();
    Map<String, WorkloadModel> workloads = new HashMap<>(trees.workloads());
    workloads.put("shop/api", TestingPackages.workload(WorkloadModel.LINEAR));
    PackageManifest manifest =
        new PackageManifest(
            PackageManifest.WITH_LINEAR,
            trees.kind(),
            trees.featureSet(),
            trees.horizons(),
            trees.stepSeconds(),
            trees.codeVersion(),
            trees.seed(),
            trees.trainingWindow(),
            trees.deltaVersions(),
            workloads,
            trees.metrics());
    GoldenRows graph = TestingPackages.golden();
    LinearModel model = model(0.25);
    Map<String, List<Double>> answers = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      int index = i;
      answers.put(
          "h" + model.horizons().get(i),
          Arrays.stream(graph.inputs()).map(row -> model.relative(row, index)).toList());
    }
    GoldenRows golden =
        new GoldenRows(
            graph.features(), graph.rows(), graph.answers(), Map.of("shop/api", answers));
    LinearModels linear = new LinearModels(Map.of("shop/api", model));
    return ModelPackage.write(directory.resolve("p"), new byte[] {1}, manifest, golden, linear);
  }

  private static LinearModel model(double weight) {
    List<LinearModel.Line> lines =
        List.of(5, 10, 15).stream()
            .map(h -> new LinearModel.Line(h, 0.5, new double[] {0, weight}))
            .toList();
    return new LinearModel(new double[] {0, 0}, new double[] {0, 3}, lines);
  }
}
