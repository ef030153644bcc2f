package io.tidewatch.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SummaryOptionTest {
  @Command(name = "sweep")
  private static final class Sweep {
    @Mixin private SummaryOption out = new SummaryOption();
  }

  @TempDir private Path folder;

  @Test
  void a_summary_goes_into_a_file_with_the_verbs_name_if_that_is_wanted() throws IOException {
    Sweep unasked = new Sweep();
    new CommandLine(unasked).parseArgs();
    unasked.out.write(Map.of("rows", 1));

    Sweep asked = new Sweep();
    CommandLine line = new CommandLine(asked);
    line.parseArgs("--out=" + folder);
    asked.out.write(Map.of("rows", 2));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("sweep.json")), files.toList());
    }
    assertEquals("{\"rows\":2}\n", Files.readString(folder.resolve("sweep.json")));
    assertEquals(true, line.getUsageMessage().contains("sweep.json"));
  }
}
