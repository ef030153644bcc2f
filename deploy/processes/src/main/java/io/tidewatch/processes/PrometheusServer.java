package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine's own Prometheus on a loopback port, with its data in a directory of ours.
 *
 * @param directory holds {@code prometheus.yml} and {@code data}
 * @param port where it listens
 * @param scrapeInterval time between two reads of each target; whole seconds
 * @param targets what it reads, beside itself
 * @param flags further command line flags, such as {@code --query.lookback-delta=15s}
 */
public record PrometheusServer(
    Path directory,
    int port,
    Duration scrapeInterval,
    List<ScrapeTarget> targets,
    List<String> flags) {

  private static final String NAME = "prometheus";
  // Far above any history, else the first compaction deletes back-filled blocks.
  private static final String RETENTION = "3650d";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration BACKFILL = Duration.ofMinutes(15);

  public PrometheusServer {
    directory = directory.toAbsolutePath().normalize();
    if (scrapeInterval.toSeconds() < 1) {
      throw new IllegalArgumentException("scrape interval below 1 s: " + scrapeInterval);
    }
    targets = List.copyOf(targets);
    flags = List.copyOf(flags);
  }

  /** A server that reads only itself, every 5 s. */
  public static PrometheusServer in(Path directory, int port) {
    return new PrometheusServer(directory, port, Duration.ofSeconds(5), List.of(), List.of());
  }

  /** The same with one more target. */
  public PrometheusServer with(ScrapeTarget target) {
    return new PrometheusServer(directory, port, scrapeInterval, appended(targets, target), flags);
  }

  /** The same with another time between two reads. */
  public PrometheusServer every(Duration interval) {
    return new PrometheusServer(directory, port, interval, targets, flags);
  }

  /** The same with one more command line flag. */
  public PrometheusServer withFlag(String flag) {
    return new PrometheusServer(directory, port, scrapeInterval, targets, appended(flags, flag));
  }

  /** Its address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Adds the samples of an OpenMetrics file to the data through promtool; only before {@link
   * #start}. All of them land or, if this is interrupted or fails, none. The server accepts no live
   * sample older than the newest back-filled one, so the file should end before now.
   */
  public void backfill(Path openMetrics, Supervisor supervisor) {
    backfill(openMetrics, directory.resolve("backfill"), data(), supervisor);
  }

  /**
   * The same into the data of any Prometheus of this machine. One that runs finds the blocks within
   * a minute; they may reach past its first live sample, since it merges what overlaps.
   *
   * @param fresh a folder for the blocks while they are made, on the same disk as the data
   */
  public static void backfill(Path openMetrics, Path fresh, Path data, Supervisor supervisor) {
    Path promtool = Programs.require("promtool", NAME);
    deleteTree(fresh);
    // Without the wide blocks promtool reads the file once per two hours of it.
    ProcessSpec spec =
        ProcessSpec.of(
            "promtool",
            List.of(
                promtool.toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                "--quiet",
                "--max-block-duration=24h",
                openMetrics.toAbsolutePath().toString(),
                fresh.toString()));
    try (ManagedProcess run = supervisor.start(spec)) {
      run.awaitSuccess(BACKFILL);
    }
    moveBlocks(fresh, data);
  }

  /** Writes the configuration, starts the server and returns once it answers queries. */
  public ManagedProcess start(Supervisor supervisor) {
    Path prometheus = Programs.require(NAME, NAME);
    FreePorts.requireFree(NAME, port);
    List<String> command = new ArrayList<>();
    command.add(prometheus.toString());
    command.add("--config.file=" + writeConfiguration());
    command.add("--storage.tsdb.path=" + data());
    command.add("--storage.tsdb.retention.time=" + RETENTION);
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(flags);
    return supervisor
        .start(ProcessSpec.of(NAME, command))
        .awaitHttp(url().resolve("/-/ready"), START);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path writeConfiguration() {
    Path file = directory.resolve("prometheus.yml");
    try {
      Files.createDirectories(data());
      return Files.writeString(file, configuration());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private String configuration() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Written at every start: changes are lost.\n");
    yaml.append("global:\n");
    yaml.append("  scrape_interval: ").append(scrapeInterval.toSeconds()).append("s\n");
    yaml.append("scrape_configs:\n");
    for (ScrapeTarget target : appended(targets, new ScrapeTarget(NAME, port))) {
      yaml.append("  - job_name: \"").append(target.job()).append("\"\n");
      yaml.append("    metrics_path: \"").append(target.path()).append("\"\n");
      yaml.append("    static_configs:\n");
      yaml.append("      - targets: [\"127.0.0.1:").append(target.port()).append("\"]\n");
      if (target.continuesBackfill()) {
        yaml.append("    metric_relabel_configs:\n");
        yaml.append("      - {regex: \"job|instance\", action: labeldrop}\n");
      }
    }
    return yaml.toString();
  }

  private static void moveBlocks(Path fresh, Path data) {
    try (Stream<Path> blocks = Files.list(fresh)) {
      Files.createDirectories(data);
      for (Path block : blocks.toList()) {
        Files.move(block, data.resolve(block.getFileName()));
      }
      deleteTree(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move the back-filled blocks to " + data, e);
    }
  }

  private static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }

  private static <T> List<T> appended(List<T> list, T last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }
}
