package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthFileTest {
  private static final int PROGRAMS = 3;
  private static final int LINES = 200;

  @TempDir Path folder;

  @Test
  void aLineThatAKillToreSpoilsNoOther() throws IOException {
    TruthFile truth = new TruthFile(folder.resolve("truth.jsonl"));
    truth.append(Json.object().put("id", "a"));
    Files.writeString(truth.file(), Files.readString(truth.file()) + "{\"id\":\"b\",\"fau");
    truth.append(Json.object().put("id", "c"));
    assertEquals(
        List.of("a", "c"),
        truth.newest().stream().map(entry -> entry.path("id").asText()).toList());
  }

  @Test
  void theNewestLineOfAFaultCounts() {
    TruthFile truth = new TruthFile(folder.resolve("truth.jsonl"));
    truth.append(entry("a", "shop"));
    truth.append(entry("b", "shop"));
    truth.append(entry("c", "elsewhere"));
    truth.append(entry("a", "shop").put("ended_at", "2026-01-01T00:01:00Z"));
    assertTrue(truth.isEnded("a"));
    Instant before = Instant.parse("2026-01-01T00:01:30Z");
    assertEquals(1, truth.open("shop", before).size());
    assertEquals("b", truth.open("shop", before).get(0).path("id").asText());
    assertEquals(List.of(), truth.open("shop", before.plusSeconds(60)));
  }

  @Test
  void severalProgramsAtOnceLoseNoLine() throws Exception {
    Path file = folder.resolve("truth.jsonl");
    List<Process> programs = new ArrayList<>();
    for (int number = 0; number < PROGRAMS; number++) {
      programs.add(Writer.start(file, "program-" + number + "-"));
    }
    for (Process program : programs) {
      assertEquals(0, program.waitFor());
    }
    assertEquals(PROGRAMS * LINES, new TruthFile(file).newest().size());
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode entry(String id, String namespace) {
    return Json.object()
        .put("id", id)
        .put("namespace", namespace)
        .put("until", "2026-01-01T00:02:00Z");
  }

  /** One of several tools that write at once. */
  static final class Writer {
    private Writer() {}

    static Process start(Path file, String prefix) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Writer.class.getName(),
              file.toString(),
              prefix)
          .inheritIO()
          .start();
    }

    /** Appends lines of its own. */
    public static void main(String[] arguments) {
      TruthFile truth = new TruthFile(Path.of(arguments[0]));
      for (int line = 0; line < LINES; line++) {
        truth.append(Json.object().put("id", arguments[1] + line));
      }
    }
  }
}
