package io.tidewatch.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference pages that are generated from code say what the code says. */
class ReferencePagesTest {
  private static final Path FOLDER = Path.of("..", "docs", "reference");
  private static final String REMEDY =
      "write it anew: mvn -pl feature-store -am test -Dtest=ReferencePagesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true";

  @Test
  void the_page_of_features_is_the_one_of_the_code() throws IOException {
    check("features.md", FeaturePage.text());
  }

  @Test
  void the_page_of_tables_is_the_one_of_the_code() throws IOException {
    check("tables.md", TablePage.text());
  }

  private static void check(String name, String text) throws IOException {
    Path page = FOLDER.resolve(name);
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(page, text);
    }
    String committed = Files.exists(page) ? Files.readString(page) : "";
    assertEquals(text, committed, "docs/reference/" + name + " is not of this code: " + REMEDY);
  }
}
