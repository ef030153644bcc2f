package io.tidewatch.local;

import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lands metrics and logs while something else is shown: one Spark application with a stream for
 * each source. It has one core, because something runs beside it.
 */
public final class ContinuousIngest implements AutoCloseable {
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
   * @param nice how far it steps back behind others, 0 to 19
   */
  public record Plan(
      Path store,
      Path catalogue,
      String prometheus,
      Optional<String> loki,
      Optional<String> from,
      Duration every,
      int nice) {}

  private ContinuousIngest(ManagedProcess process) {
    this.process = process;
    this.log = new LogFollower(process.log());
  }

  /** Starts it and returns at once. */
  public static ContinuousIngest start(Layout layout, Supervisor children, Plan plan) {
    ProcessSpec spec = Module.INGEST.start(layout, "ingest", words(plan));
    return new ContinuousIngest(children.start(gently(spec, plan.nice())));
  }

  static List<String> words(Plan plan) {
    List<String> words = new ArrayList<>();
    words.add("--store=" + plan.store());
    words.add("ingest");
    words.add("--catalogue=" + plan.catalogue());
    words.add("--prometheus=" + plan.prometheus());
    plan.loki().ifPresent(url -> words.add("--loki=" + url));
    plan.from().ifPresent(from -> words.add("--from=" + from));
    words.add("--every=" + plan.every().toSeconds() + "s");
    return words;
  }

  private static ProcessSpec gently(ProcessSpec spec, int nice) {
    if (nice == 0 || !Files.isExecutable(NICE)) {
      return spec;
    }
    List<String> command = new ArrayList<>(List.of(NICE.toString(), "-n", String.valueOf(nice)));
    command.addAll(spec.command());
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

  /** Ends it, when the batch that is under way has landed, and tells what it has landed in all. */
  public IngestNews end() {
    process.close();
    return news();
  }

  @Override
  public void close() {
    process.close();
  }
}
