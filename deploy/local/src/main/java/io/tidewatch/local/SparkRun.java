package io.tidewatch.local;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One Spark process that runs several jobs to their end, and tells how far it is. */
public final class SparkRun {
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final String STEP = "STEP ";
  private static final int USER_ERROR = 2;
  private static final int LINES = 12;

  private final Layout layout;
  private final Consumer<String> step;
  private final Consumer<String> detail;

  /**
   * @param step hears the verb of each job that begins
   * @param detail hears what is said meanwhile
   */
  public SparkRun(Layout layout, Consumer<String> step, Consumer<String> detail) {
    this.layout = layout;
    this.step = step;
    this.detail = detail;
  }

  /** Tells one build of the jobs from another. */
  public String program() {
    try {
      return Files.getLastModifiedTime(layout.jar(Module.SPARK)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at the jobs", e);
    }
  }

  /** Runs to the end; throws {@link UserException} with the job's words if it is refused. */
  public void run(Supervisor children, List<String> words, URI mlflow) throws InterruptedException {
    ProcessSpec spec =
        Module.SPARK.start(layout, "spark", words).with(LocalMlflow.VARIABLE, mlflow.toString());
    try (ManagedProcess spark = children.start(spec)) {
      LogFollower log = new LogFollower(spark.log());
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (spark.isAlive() && System.nanoTime() < deadline) {
        log.newLines().forEach(this::show);
        Thread.sleep(200);
      }
      log.newLines().forEach(this::show);
      require(spark.awaitExit(Duration.ofSeconds(5)), spark);
    }
  }

  /** What the user can mend is the user's error here too; anything else is a bug of ours. */
  private static void require(int code, ManagedProcess spark) {
    if (code == USER_ERROR) {
      throw new UserException(
          "a job could not do its work",
          String.join("\n          ", spark.logTail(LINES)),
          "do what it says; the whole log is " + spark.log());
    }
    if (code != 0) {
      throw new IllegalStateException(
          "spark ended with exit code %d; the end of %s:%n    %s"
              .formatted(code, spark.log(), String.join("\n    ", spark.logTail(LINES))));
    }
  }

  private void show(String line) {
    if (line.startsWith(STEP)) {
      step.accept(line.substring(STEP.length()).strip());
      return;
    }
    if (isForPeople(line)) {
      detail.accept(line.strip());
    }
  }

  /** Not the JSON summaries, nor what Spark, Hadoop and the JVM write on their own. */
  private static boolean isForPeople(String line) {
    return !line.isBlank() && !line.matches("(\\{|SLF4J|WARN|INFO|ERROR|\\d\\d).*|.*WARNING: .*");
  }
}
