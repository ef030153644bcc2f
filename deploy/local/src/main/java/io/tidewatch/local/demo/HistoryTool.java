package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.Layout;
import io.tidewatch.local.Module;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The demo's generator of past traffic, a program of its own.
 *
 * @param folder where its files go
 */
record HistoryTool(Layout layout, Supervisor children, Path folder) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Runs it to its end and returns the JSON that it has printed. */
  JsonNode run(String name, List<String> arguments) {
    try (ManagedProcess process = children.start(spec(name, arguments))) {
      process.awaitSuccess(LONGEST);
      String printed = Files.readString(process.log());
      return ResultFile.parse(printed.substring(firstBracket(printed)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what " + name + " has printed", e);
    }
  }

  ProcessSpec spec(String name, List<String> arguments) {
    return Module.HISTORY.start(layout, name, arguments);
  }

  /** A file in its folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  // The log may begin with lines of the JVM.
  private static int firstBracket(String text) {
    int object = text.indexOf('{');
    int array = text.indexOf('[');
    if (object < 0 || array < 0) {
      return Math.max(0, Math.max(object, array));
    }
    return Math.min(object, array);
  }
}
