package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReaderTest {
  @TempDir private Path folder;

  private Trace read(String text) throws IOException {
    return TraceReader.read(Files.writeString(folder.resolve("trace.csv"), text));
  }

  private void refuses(String text, String part) {
    UserError error = assertThrows(UserError.class, () -> read(text));
    assertTrue(error.getMessage().contains(part), error::getMessage);
  }

  @Test
  void missing_minutes_lie_between_their_neighbours_and_imputed_ones_count() throws Exception {
    Trace trace = read("timestamp,value,imputed\n60,10,0\n120,20,1\n300,50,0\n");

    assertEquals(Instant.ofEpochSecond(60), trace.first());
    assertArrayEquals(new double[] {10, 20, 30, 40, 50}, trace.values(), 1e-9);
  }

  @Test
  void times_may_be_iso_with_or_without_a_zone() throws Exception {
    Trace trace = read("timestamp,value\n2026-01-01T00:00:00Z,1\n2026-01-01 00:01:00,2\n");

    assertArrayEquals(new double[] {1, 2}, trace.values(), 0);
  }

  @Test
  void a_compressed_trace_reads_the_same() throws Exception {
    Path file = folder.resolve("trace.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("timestamp,value\n0,1\n60,2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertEquals(60, TraceReader.read(file).seconds());
  }

  @Test
  void what_cannot_be_meant_is_refused_with_its_line() {
    refuses("", "the file is empty");
    refuses("time,rate\n", "line 1");
    refuses("timestamp,value\n0,1\n", "1 rows");
    refuses("timestamp,value\n0,1\n60\n", "line 3");
    refuses("timestamp,value\n0,1\nsoon,1\n", "line 3");
    refuses("timestamp,value\n0,1\n60,-2\n", "line 3");
    refuses("timestamp,value\n0,1\n60,NaN\n", "line 3");
    refuses("timestamp,value\n0,1\n60,1,maybe\n", "line 3");
    refuses("timestamp,value\n60,1\n0,1\n", "line 3");
    refuses("timestamp,value\n0,1\n90,1\n", "line 3");
    refuses("timestamp,value\n0,1\n9999999960,1\n", "too long");
  }

  @Test
  void a_file_that_is_not_there_is_the_users_fault() {
    assertThrows(UserError.class, () -> TraceReader.read(folder.resolve("absent.csv")));
  }
}
