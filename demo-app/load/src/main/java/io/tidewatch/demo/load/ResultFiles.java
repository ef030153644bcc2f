package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a run: summary.json, steps.csv, failures.jsonl and load.png. */
final class ResultFiles {
  private final Path folder;

  private ResultFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder before the run: a long run must not end without a place for its results. */
  static ResultFiles in(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(Files.createTempFile(folder, "try", ""));
      return new ResultFiles(folder);
    } catch (IOException e) {
      throw new UserError(
          "cannot write results to " + folder, e.toString(), "give a folder that can be written");
    }
  }

  void write(Results results) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    String summary = mapper.writeValueAsString(SummaryJson.of(results));
    Files.writeString(folder.resolve("summary.json"), summary + "\n");
    Files.write(folder.resolve("steps.csv"), StepsCsv.lines(results));
    List<String> failures = results.failures().stream().map(Object::toString).toList();
    Files.write(folder.resolve("failures.jsonl"), failures);
    LoadChart.write(results, folder.resolve("load.png"));
  }
}
