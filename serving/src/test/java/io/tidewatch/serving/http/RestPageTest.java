package io.tidewatch.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RestPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "rest.md");
  private static final String REMEDY =
      "write it anew: mvn -pl serving -am test -Dtest=RestPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true";

  @Test
  void the_reference_of_the_api_is_the_one_of_openapi() throws IOException {
    String text = RestPage.text(Files.readString(Path.of("src/main/resources/openapi.yaml")));
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, text);
    }
    String committed = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(text, committed, "docs/reference/rest.md is not of openapi.yaml: " + REMEDY);
  }
}
