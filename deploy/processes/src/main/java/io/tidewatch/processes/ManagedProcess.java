package io.tidewatch.processes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process with a log file and a pid file, which {@link #close} ends with all its
 * descendants.
 */
public final class ManagedProcess implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int TAIL_LINES = 15;

  private final String name;
  private final Process process;
  private final LogFile log;
  private final PidFile pidFile;

  private ManagedProcess(String name, Process process, LogFile log, PidFile pidFile) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.pidFile = pidFile;
  }

  /**
   * Starts the process; its output goes to {@code NAME.log} and its id to {@code NAME.pid} in the
   * state directory. Throws {@link ProcessException} if the program cannot be started.
   */
  public static ManagedProcess start(ProcessSpec spec, Path stateDirectory) {
    try {
      Files.createDirectories(stateDirectory);
      LogFile log = LogFile.begin(stateDirectory.resolve(spec.name() + ".log"));
      Process process = builder(spec, log).start();
      PidFile pidFile = pidFile(stateDirectory, spec.name());
      pidFile.write(Stream.of(process.toHandle()));
      return new ManagedProcess(spec.name(), process, log, pidFile);
    } catch (IOException e) {
      throw new ProcessException(
          spec.name() + " could not be started",
          e.toString(),
          "check that " + spec.command().get(0) + " exists and that the disk is not full");
    }
  }

  static PidFile pidFile(Path stateDirectory, String name) {
    return new PidFile(stateDirectory.resolve(name + ".pid"));
  }

  private static ProcessBuilder builder(ProcessSpec spec, LogFile log) {
    ProcessBuilder builder =
        new ProcessBuilder(spec.command())
            .directory(spec.workingDirectory().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
    builder.environment().keySet().removeAll(spec.withoutVariables());
    builder.environment().putAll(spec.environment());
    return builder;
  }

  /** The name given by the {@link ProcessSpec}. */
  public String name() {
    return name;
  }

  /** The system's id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where its output goes. */
  public Path log() {
    return log.path();
  }

  /** The last lines of its output, oldest first. */
  public List<String> logTail(int lines) {
    return log.tail(lines);
  }

  /**
   * Waits until a GET of the URL answers 2xx. Throws {@link ProcessException} with the end of the
   * log if the process ends before that or the time is over. Whether it is this process that
   * answers is the caller's care: {@link FreePorts#requireFree} before the start.
   */
  public ManagedProcess awaitHttp(URI url, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!answers(url)) {
      if (!process.isAlive()) {
        throw failure(name + " ended with exit code " + process.exitValue() + " while starting");
      }
      if (System.nanoTime() > deadline) {
        throw failure(name + " did not answer at " + url + " within " + text(atMost));
      }
      pause();
    }
    pidFile.write(Stream.concat(Stream.of(process.toHandle()), process.descendants()));
    return this;
  }

  /**
   * Waits for the end and returns the exit code. Throws {@link ProcessException} if the time is
   * over; the process then still runs.
   */
  public int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(name + " did not end within " + text(atMost));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException(name + " was left", "this thread was interrupted", "try again");
    }
  }

  /** Waits for the end and throws {@link ProcessException} with the log's end unless it is 0. */
  public void awaitSuccess(Duration atMost) {
    int code = awaitExit(atMost);
    if (code != 0) {
      throw failure(name + " failed with exit code " + code);
    }
  }

  /** Ends the process and its descendants (TERM, after 10 s KILL); again is harmless. */
  @Override
  public void close() {
    // A dead parent no longer leads to its children, but the pid file remembers them.
    List<ProcessHandle> parents =
        process.isAlive() ? List.of(process.toHandle()) : pidFile.living();
    Termination.end(parents, GRACE);
    pidFile.delete();
  }

  private ProcessException failure(String problem) {
    List<String> lines = log.tail(TAIL_LINES);
    String reason = lines.isEmpty() ? "it printed nothing" : "it last printed:\n    " + join(lines);
    return new ProcessException(problem, reason, "see " + log.path());
  }

  private static String join(List<String> lines) {
    return String.join("\n    ", lines);
  }

  private static String text(Duration time) {
    return time.toSeconds() + " s";
  }

  private static boolean answers(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      try {
        return connection.getResponseCode() / 100 == 2;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException("waiting was interrupted", "this process is ending", "try again");
    }
  }
}
