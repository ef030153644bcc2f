package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed CRD and its reference page are those of the types. */
class CrdYamlTest {
  private static final Path CRD =
      Path.of("..", "..", "deploy", "crds", "predictivescalers.tidewatch.io.yaml");

  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "predictive-scaler.md");

  @Test
  void the_committed_crd_is_the_one_of_the_types() throws IOException {
    check(CRD, CrdYaml.text());
  }

  @Test
  void the_reference_page_is_the_one_of_the_types() throws IOException {
    check(PAGE, ScalerPage.text());
  }

  private static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.exists(file) ? Files.readString(file) : "",
        file + " is not of these types: the first lines of the CRD say how both are written anew");
  }
}
