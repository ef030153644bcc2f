package io.tidewatch.local.benchlive;

import io.tidewatch.local.Layout;
import io.tidewatch.local.Module;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The load generator at a steady rate for as long as something else takes. */
final class LoadChild {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(40);

  private final ManagedProcess process;
  private final Path folder;

  private LoadChild(ManagedProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static LoadChild start(
      Layout layout, Supervisor children, String name, URI target, double rate, Path folder) {
    List<String> words =
        List.of(
            "--target=backend=" + target,
            "--profile=steady",
            "--peak=" + rate,
            "--duration=30m",
            "--timeout=10s",
            "--speed=12",
            "--out=" + folder);
    return new LoadChild(children.start(Module.LOAD.start(layout, name, words)), folder);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to stop; it still takes the answers that are on their way, and then tells. */
  LoadOutcome stop() {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
    process.awaitExit(LAST_ANSWERS);
    try {
      String summary = Files.readString(folder.resolve("summary.json"));
      return LoadOutcome.of(ResultFile.parse(summary), folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the load generator left no results, see " + process.log(), e);
    }
  }

  /** Ends it without results. */
  void close() {
    process.close();
  }
}
