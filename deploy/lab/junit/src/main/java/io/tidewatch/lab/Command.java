package io.tidewatch.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run to its end. Its output goes through files, so that a daemon that it leaves
 * behind can hold no pipe open.
 */
record Command(
    List<String> words, Map<String, String> environment, Path directory, Duration limit) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** Runs it with this text as its input. */
  CommandOutput run(String input) throws IOException {
    return run(input, unread -> {});
  }

  /** Runs it and shows what it says to standard error while it works. */
  CommandOutput runShowing(Progress progress) throws IOException {
    return run("", progress);
  }

  private CommandOutput run(String input, Progress progress) throws IOException {
    Path folder = Files.createTempDirectory("tidewatch-lab");
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try {
      int exitCode = await(start(in, out, err), err, progress);
      return new CommandOutput(exitCode, text(out), text(err));
    } finally {
      for (Path file : List.of(in, out, err, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Process start(Path in, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // the settings of a lab of the user's own are not those of the test lab
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEWATCH_LAB_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private int await(Process process, Path err, Progress progress) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.said(text(err));
        if (System.nanoTime() > end) {
          throw new LabException(tooSlow(text(err)));
        }
      }
      progress.said(text(err));
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + String.join(" ", words));
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private String tooSlow(String said) {
    return String.join(" ", words)
        + " was not done after "
        + limit.toSeconds()
        + " s and was ended; its last lines:\n"
        + Words.lastLines(said);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Hears everything that the program has said so far. */
  @FunctionalInterface
  interface Progress {
    void said(String text);
  }
}
