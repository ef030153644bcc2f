package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.source.TraceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The public traces, where they are: {@code TIDEWATCH_SHARED}, else {@code shared} beside us. */
final class SharedTraces {
  private SharedTraces() {}

  /** Reads one trace, or skips the test with the reason. */
  static DemandTrace read(String name) {
    Optional<Path> file =
        folders().map(f -> f.resolve(name + ".csv")).filter(Files::exists).findFirst();
    assumeTrue(
        file.isPresent(),
        () ->
            "skipped: "
                + name
                + ".csv is not here; set TIDEWATCH_SHARED to the folder that has data/");
    return new DemandTrace(name, TraceFile.read(file.orElseThrow()).values());
  }

  private static Stream<Path> folders() {
    String given = System.getProperty("TIDEWATCH_SHARED", System.getenv("TIDEWATCH_SHARED"));
    if (given != null) {
      return Stream.of(Path.of(given, "data"));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .map(path -> path.resolve("shared").resolve("data"));
  }
}
