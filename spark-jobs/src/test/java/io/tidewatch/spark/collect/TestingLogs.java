package io.tidewatch.spark.collect;

import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.faults.JobHere;
import io.tidewatch.spark.table.DeltaStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A log server and a Prometheus, real processes that the test classes of one JVM share, and verbs
 * on them. Each class has namespaces of its own.
 */
final class TestingLogs implements ExtensionContext.Store.CloseableResource {
  /** A step so long ago that it has settled; 60 s each, since the epoch. */
  final long lastStep = Instant.now().getEpochSecond() / 60 - 3;

  private final Path folder;
  private final Supervisor supervisor;
  private final TestingLogServer loki;
  private final PrometheusServer prometheus;

  /** Gives them to whoever asks. */
  static final class Given implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestingLogs.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TestingLogs.class))
          .getOrComputeIfAbsent(TestingLogs.class, key -> new TestingLogs(), TestingLogs.class);
    }
  }

  private TestingLogs() {
    folder = temporaryFolder();
    supervisor = Supervisor.open(folder.resolve("state"));
    loki = TestingLogServer.start(folder.resolve("loki"), supervisor);
    prometheus = PrometheusServer.in(folder.resolve("prometheus"), FreePorts.next());
    prometheus.start(supervisor);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("testing-logs");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  TestingLogServer loki() {
    return loki;
  }

  /** Pushes lines of a pod of Deployment {@code web}. */
  void push(String namespace, List<Map.Entry<Long, String>> lines) {
    loki.push(Map.of("namespace", namespace, "pod", "web-7d9f8c6b5-x2x4z"), lines);
  }

  /** A catalogue of one value and of logs: each a name and the namespace it reads. */
  Path catalogue(String... namesAndNamespaces) throws IOException {
    StringBuilder yaml = new StringBuilder("timescale: { step: 60s }\nsettle: 1s\nqueries:\n");
    yaml.append("  - { name: demand, promql: vector(1), workload: shop/web }\nlogs:\n");
    for (int i = 0; i < namesAndNamespaces.length; i += 2) {
      yaml.append("  - { name: ").append(namesAndNamespaces[i]).append(", logql: '{namespace=\"");
      yaml.append(namesAndNamespaces[i + 1]).append("\"}' }\n");
    }
    return Files.writeString(Files.createTempFile(folder, "catalogue", ".yaml"), yaml);
  }

  /** Runs a verb on the Prometheus and a log server; what it has said. */
  String run(
      Job verb, SparkSession spark, DeltaStore store, Path catalogue, URI logs, String... more) {
    List<String> words = new ArrayList<>();
    words.add("--prometheus=" + prometheus.url());
    words.add("--catalogue=" + catalogue);
    words.add("--loki=" + logs);
    words.addAll(List.of(more));
    return JobHere.run(verb, spark, store, words);
  }

  /** The time of a step, as the options take it. */
  Instant time(long step) {
    return Instant.ofEpochSecond(step * 60);
  }

  /** A line so many seconds before a step's time. */
  static Map.Entry<Long, String> line(long step, long before, String text) {
    return Map.entry((step * 60 - before) * 1_000_000_000L, text);
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
