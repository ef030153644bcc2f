package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static List<String> rows(int minutes) {
    List<String> rows = new ArrayList<>(List.of("timestamp,value,imputed"));
    for (int i = 0; i < minutes; i++) {
      rows.add(START.plusSeconds(60L * i) + "," + i + ".5,0");
    }
    return rows;
  }

  private Trace read(List<String> rows) throws IOException {
    return TraceFile.read(Files.write(folder.resolve("shop.csv"), rows));
  }

  @Test
  void readsIsoTimesAndNamesTheTraceAfterItsFile() throws IOException {
    Trace trace = read(rows(TraceFile.SHORTEST));
    assertEquals("shop", trace.name());
    assertEquals(START, trace.first());
    assertEquals(TraceFile.SHORTEST, trace.length());
    assertEquals(7.5, trace.values()[7]);
  }

  @Test
  void readsEpochSecondsWithoutHeader() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < TraceFile.SHORTEST; i++) {
      rows.add((START.getEpochSecond() + 60L * i) + "," + i);
    }
    assertEquals(START, read(rows).first());
  }

  @Test
  void aMissingMinuteIsBridgedAndNeverScored() throws IOException {
    List<String> rows = rows(TraceFile.SHORTEST + 2);
    rows.remove(100);
    rows.remove(100);
    Trace trace = read(rows);
    assertEquals(2, trace.imputed().cardinality());
    assertTrue(trace.imputed().get(99) && trace.imputed().get(100));
    assertEquals(98.5, trace.values()[100]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01T00:49:00Z,many,0    | \"many\" is not a finite number",
        "2026-01-01T00:49:00Z,NaN,0     | is not a finite number",
        "2026-01-01T00:49:00Z,-1,0      | is not a finite number",
        "2026-01-01T00:49:30Z,1,0       | not on the 1-minute grid",
        "2026-01-01T00:10:00Z,1,0       | not after the row before it",
        "2026-03-01T00:00:00Z,1,0       | more than a week is missing",
        "noon,1,0                       | neither ISO-8601 nor epoch seconds",
        "2026-01-01T00:49:00Z           | not timestamp,value"
      })
  void namesTheLineThatIsWrong(String row, String cause) {
    List<String> rows = rows(TraceFile.SHORTEST);
    rows.set(50, row);
    UserException refused = assertThrows(UserException.class, () -> read(rows));
    assertTrue(refused.problem().contains("line 51"), refused.problem());
    assertTrue(refused.reason().contains(cause), refused.reason());
  }

  @Test
  void refusesATraceThatCannotBeSplit() {
    UserException refused = assertThrows(UserException.class, () -> read(rows(100)));
    assertTrue(refused.problem().contains("too short"));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThrows(UserException.class, () -> TraceFile.read(folder.resolve("none.csv")));
  }
}
