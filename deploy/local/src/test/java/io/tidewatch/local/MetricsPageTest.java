package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics names what the code exports, all of it and nothing else. */
class MetricsPageTest {
  private static final Path CHECKOUT = Path.of("..", "..");
  private static final Pattern IN_CODE = Pattern.compile("\"((?:aiops|tidewatch)_[a-z0-9_]+)\"");
  private static final Pattern ON_PAGE =
      Pattern.compile("^\\| `((?:aiops|tidewatch)_[a-z0-9_]+)`", Pattern.MULTILINE);

  @Test
  void the_page_has_every_metric_of_controller_and_serving_once() throws IOException {
    TreeSet<String> exported = new TreeSet<>();
    for (String module : List.of("controller/operator", "serving")) {
      exported.addAll(exportedBy(CHECKOUT.resolve(module).resolve("src/main/java")));
    }
    String page = Files.readString(CHECKOUT.resolve("docs/reference/metrics.md"));
    List<String> listed = names(ON_PAGE, page);
    assertEquals(List.copyOf(exported), listed.stream().sorted().toList());
  }

  private static List<String> exportedBy(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      // A bench reads what others export.
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.getParent().endsWith("bench"))
          .flatMap(file -> names(IN_CODE, text(file)).stream())
          .toList();
    }
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
