package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real promtool takes what is written; skipped where it is not installed. */
class PromtoolIT {
  @TempDir private Path folder;

  @BeforeEach
  void promtoolIsInstalled() {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    assumeTrue(installed, "promtool is not on the PATH");
  }

  @Test
  void promtool_makes_blocks_of_every_sample() throws Exception {
    Path file = folder.resolve("history.om");
    Path data = folder.resolve("data");
    ShopTraffic traffic = new ShopTraffic(42, Histories.END.getEpochSecond() / 60, 4);
    HistoryFile.Written written = HistoryFile.write(traffic, file);

    promtool(
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        "--max-block-duration=24h",
        file.toString(),
        data.toString());
    // 'dump' wants to find the write-ahead log that a server would have made.
    Files.createDirectories(data.resolve("wal"));
    String dump = promtool("tsdb", "dump", data.toString());

    assertEquals(written.samples(), dump.lines().count());
    assertEquals(24L * 4 * 1440 + 54L * 3 * 1440, written.samples());
    assertTrue(dump.contains("__name__=\"workload:http_requests:rate1m\""));
  }

  private String promtool(String... args) throws IOException, InterruptedException {
    File out = folder.resolve("promtool.out").toFile();
    ProcessBuilder builder = new ProcessBuilder("promtool");
    builder.command().addAll(Arrays.asList(args));
    Process process = builder.redirectErrorStream(true).redirectOutput(out).start();
    int code = process.waitFor();
    String text = Files.readString(out.toPath(), StandardCharsets.UTF_8);
    assertEquals(0, code, text);
    return text;
  }
}
