package io.tidewatch.local;

import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lands metrics and logs while something else is shown: one Spark application with a stream for
 * each source.
 */
public final class ContinuousIngest implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final Path NICE = Path.of("/usr/bin/nice");

  private final ManagedProcess process;
  private final LogFollower log;
  private IngestNews news = IngestNews.NONE;

  /**
   * What it is told.
   *
   * @param store where rows land
   * @param from the first time to read if the store is empty
   * @param every the pause between two looks
   * @param cores at most
   * @param nice how far it steps back behind others, 0 to 19
   */
  public record Plan(
      Path store,
      Path catalogue,
      PrometheusEndpoint prometheus,
      Optional<String> loki,
      Optional<String> from,
      Duration every,
      int cores,
      int nice) {}

  private ContinuousIngest(ManagedProcess process) {
    this.process = process;
    this.log = new LogFollower(process.log());
  }

  /** Starts it and returns at once. */
  public static ContinuousIngest start(Layout layout, Supervisor children, Plan plan) {
    ProcessSpec spec = Module.INGEST.start(layout, "ingest", words(plan));
    List<String> command = new ArrayList<>(spec.command());
    command.add(1, "-Dspark.master=local[" + plan.cores() + "]");
    if (plan.nice() > 0 && Files.isExecutable(NICE)) {
      command.addAll(0, List.of(NICE.toString(), "-n", String.valueOf(plan.nice())));
    }
    return new ContinuousIngest(children.start(with(spec, command)));
  }

  static List<String> words(Plan plan) {
    List<String> words = new ArrayList<>();
    words.add("--store=" + plan.store());
    words.add("ingest");
    words.add("--catalogue=" + plan.catalogue());
    words.addAll(ServerWords.of(plan.prometheus()));
    plan.loki().ifPresent(url -> words.add("--loki=" + url));
    plan.from().ifPresent(from -> words.add("--from=" + from));
    words.add("--every=" + plan.every().toSeconds() + "s");
    return words;
  }

  private static ProcessSpec with(ProcessSpec spec, List<String> command) {
    return new ProcessSpec(
        spec.name(), command, spec.environment(), spec.withoutVariables(), spec.workingDirectory());
  }

  /** What it has landed so far. */
  public IngestNews news() {
    for (String line : log.newLines()) {
      news = news.after(line);
    }
    return news;
  }

  /** Whether it has ended by itself, which it should not. */
  public Optional<String> failure() {
    if (process.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(
        "the continuous ingest has ended by itself; the end of "
            + process.log()
            + ": "
            + String.join(" | ", process.logTail(3)));
  }

  /**
   * Waits for the first rows; without any there is nothing to show.
   *
   * @return whether some have landed in time
   */
  public boolean awaitRows(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (news().metrics() + news().logLines() == 0 && failure().isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return failure().isEmpty();
  }

  /** Ends it and tells what it has landed in all; a batch under way is left to the next run. */
  public IngestNews end() {
    process.close();
    return news();
  }

  @Override
  public void close() {
    process.close();
  }
}
