package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs {@code ../shared/wire}: the copies that the other tests read are all of it. */
class WireCopiesTest {
  @ParameterizedTest
  @CsvSource({"prometheus, /wire/prometheus", "loki, /loki"})
  void every_record_of_a_real_server_has_its_copy_here(String records, String copies)
      throws Exception {
    Optional<Path> shared =
        folders().map(f -> f.resolve(records)).filter(Files::isDirectory).findFirst();
    assumeTrue(
        shared.isPresent(),
        "skipped: the records are not here; set TIDEWATCH_SHARED to the folder that has wire/");
    Path here = Path.of(WireCopiesTest.class.getResource(copies).toURI());
    assertEquals(texts(shared.get()), texts(here));
  }

  private static Stream<Path> folders() {
    String given = System.getProperty("TIDEWATCH_SHARED", System.getenv("TIDEWATCH_SHARED"));
    if (given != null) {
      return Stream.of(Path.of(given, "wire"));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .map(path -> path.resolve("shared").resolve("wire"));
  }

  private static TreeMap<String, List<String>> texts(Path folder) throws IOException {
    TreeMap<String, List<String>> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readAllLines(file));
      }
    }
    return texts;
  }
}
