package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed CRD is the one of the types. */
class CrdYamlTest {
  static final Path CRD =
      Path.of("..", "..", "deploy", "crds", "predictivescalers.tidewatch.io.yaml");

  @Test
  void the_committed_crd_is_the_one_of_the_types() throws IOException {
    String text = CrdYaml.text();
    if (Boolean.getBoolean("reference.write")) {
      Files.createDirectories(CRD.getParent());
      Files.writeString(CRD, text);
    }
    assertEquals(
        text,
        Files.exists(CRD) ? Files.readString(CRD) : "",
        CRD + " is not of these types: its first lines say how it is written anew");
  }
}
