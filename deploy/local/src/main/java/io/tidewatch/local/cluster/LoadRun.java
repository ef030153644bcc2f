package io.tidewatch.local.cluster;

import io.tidewatch.local.Layout;
import io.tidewatch.local.LogFollower;
import io.tidewatch.local.Module;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load generator as a child: the same arrivals to each of its targets. */
public final class LoadRun implements AutoCloseable {
  private final ManagedProcess process;
  private final LogFollower log;
  private final Path out;

  private LoadRun(ManagedProcess process, Path out) {
    this.process = process;
    this.log = new LogFollower(process.log());
    this.out = out;
  }

  /**
   * What to send where.
   *
   * @param targets addresses by name, all with the same arrivals
   * @param shape {@code --trace FILE} or {@code --profile NAME}
   * @param peak requests/s to each target at the highest point
   * @param duration wall time
   * @param speed nominal seconds a second
   * @param out where results go
   * @param startAt when to begin, on the wall clock; at once without it
   */
  public record Plan(
      Map<String, URI> targets,
      List<String> shape,
      double peak,
      Duration duration,
      int speed,
      long seed,
      String path,
      Path out,
      Optional<Instant> startAt) {
    public Plan {
      shape = List.copyOf(shape);
    }

    /** As the generator's command line. */
    List<String> words() {
      List<String> words = new ArrayList<>();
      targets.forEach((name, url) -> words.addAll(List.of("--target", name + "=" + url)));
      words.addAll(shape);
      words.addAll(List.of("--peak", String.valueOf(peak)));
      words.addAll(List.of("--duration", duration.toSeconds() + "s"));
      words.addAll(List.of("--speed", String.valueOf(speed)));
      words.addAll(List.of("--seed", String.valueOf(seed)));
      words.addAll(List.of("--path", path));
      words.addAll(List.of("--out", out.toString(), "--progress-json"));
      startAt.ifPresent(time -> words.addAll(List.of("--start-at", time.toString())));
      return words;
    }
  }

  /** Starts it. */
  public static LoadRun start(Layout layout, Supervisor children, Plan plan) {
    ProcessSpec spec = Module.LOAD.start(layout, "load", plan.words());
    return new LoadRun(children.start(spec), plan.out());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The lines that it has printed since the last call. */
  public List<String> newLines() {
    return log.newLines();
  }

  /** Waits for its end; throws {@link io.tidewatch.processes.ProcessException} if it failed. */
  public void awaitSuccess(Duration atMost) {
    process.awaitSuccess(atMost);
  }

  /** A row for each target and step. */
  public Path steps() {
    return out.resolve("steps.csv");
  }

  /** The totals. */
  public Path summary() {
    return out.resolve("summary.json");
  }

  /** The first failed requests one by one. */
  public Path failures() {
    return out.resolve("failures.jsonl");
  }

  @Override
  public void close() {
    process.close();
  }
}
