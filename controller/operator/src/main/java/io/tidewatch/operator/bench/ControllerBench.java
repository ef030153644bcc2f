package io.tidewatch.operator.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.crd.KubernetesAccess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the controller's process in mode act over thousands of workloads: the length of its
 * passes, its memory, its writes to a real API server and its calls of Prometheus.
 */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    description = "One pass over thousands of workloads beside a real API server.")
public final class ControllerBench implements Callable<Integer> {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;
  private static final int PORT_TRIES = 120;

  @Option(names = "--workloads", defaultValue = "5000", description = "Default: ${DEFAULT-VALUE}.")
  private int workloads;

  @Option(
      names = "--seconds",
      defaultValue = "300",
      description = "Length of the measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--kubeconfig", required = true, description = "A cluster to fill with objects.")
  private Path kubeconfig;

  @Option(names = "--crd", required = true, description = "The file of the CRD.")
  private Path crd;

  @Option(names = "--heap", defaultValue = "512m", description = "Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(names = "--json", description = "Where to write the results as JSON.")
  private Optional<Path> json = Optional.empty();

  private ControllerBench() {}

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new ControllerBench());
    command.setExecutionExceptionHandler(
        (thrown, line, parsed) -> {
          if (thrown instanceof UserException user) {
            line.getErr().println(user.getMessage());
            return USER_ERROR;
          }
          thrown.printStackTrace(line.getErr());
          return BUG;
        });
    System.exit(command.execute(arguments));
  }

  /** What was measured. */
  private record Figures(
      List<Double> passes,
      double writesPerSecond,
      double mostWritesPerSecond,
      double queriesPerPass,
      long peakMebibytes,
      long floors) {
    double slowest() {
      return passes.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    double median() {
      return passes.stream().sorted().skip(passes.size() / 2).findFirst().orElse(0.0);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    KubernetesAccess access = new KubernetesAccess(Optional.of(kubeconfig), List.of());
    Path scratch = Files.createTempDirectory("tidewatch-bench");
    try (KubernetesClient client = access.client();
        BenchServers servers = new BenchServers(BenchObjects.NAMESPACE, workloads);
        BenchObjects objects = new BenchObjects(client)) {
      client.load(Files.newInputStream(crd)).serverSideApply();
      say("creating " + workloads + " workloads");
      objects.create(workloads, done -> say(done + " are there"));
      Process controller = controller(servers.url(), scratch);
      try {
        Figures figures = measure(controller, scratch, servers, new ApiWrites(client));
        print(figures);
      } finally {
        controller.destroy();
        controller.waitFor(20, TimeUnit.SECONDS);
        say("deleting them again");
      }
    }
    return 0;
  }

  private Process controller(URI servers, Path scratch) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "io.tidewatch.operator.ControllerMain",
            "--kubernetes",
            "--kubeconfig=" + kubeconfig,
            "--namespaces=" + BenchObjects.NAMESPACE,
            "--lease-namespace=" + BenchObjects.NAMESPACE,
            "--mode=act",
            "--prometheus=" + servers,
            "--serving=" + servers,
            "--state=" + scratch.resolve("state"),
            "--port=0");
    return new ProcessBuilder(command)
        .redirectOutput(new File("/dev/null"))
        .redirectError(scratch.resolve("controller.log").toFile())
        .start();
  }

  private Figures measure(Process controller, Path scratch, BenchServers servers, ApiWrites writes)
      throws IOException, InterruptedException {
    Passes passes = new Passes(listens(controller, scratch), controller.pid());
    say("measuring for " + seconds + " s");
    List<Double> lengths = new ArrayList<>();
    long queries = servers.queries();
    long before = writes.now();
    long last = before;
    double most = 0;
    Passes.Sum seen = passes.now();
    long began = System.nanoTime();
    long written = began;
    while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
      Thread.sleep(1_000);
      Passes.Sum sum = passes.now();
      if (sum.passes() == seen.passes() + 1) {
        lengths.add(sum.seconds() - seen.seconds());
      }
      seen = sum;
      long now = System.nanoTime();
      if (now - written > TimeUnit.SECONDS.toNanos(10)) {
        long count = writes.now();
        most = Math.max(most, (count - last) * 1e9 / (now - written));
        last = count;
        written = now;
      }
    }
    double elapsed = (System.nanoTime() - began) / 1e9;
    return new Figures(
        lengths,
        (writes.now() - before) / elapsed,
        most,
        (servers.queries() - queries) / (double) Math.max(1, lengths.size()),
        passes.peakMebibytes(),
        passes.floors());
  }

  private static URI listens(Process controller, Path scratch)
      throws IOException, InterruptedException {
    for (int i = 0; i < PORT_TRIES && controller.isAlive(); i++) {
      Thread.sleep(500);
      Optional<String> line =
          Files.readAllLines(scratch.resolve("controller.log")).stream()
              .filter(each -> each.contains("listens on "))
              .findFirst();
      if (line.isPresent()) {
        return URI.create(line.get().substring(line.get().indexOf("http://")).strip());
      }
    }
    throw new UserException(
        "the controller did not start",
        Files.readString(scratch.resolve("controller.log")).strip(),
        "mend what it says");
  }

  private void print(Figures figures) throws IOException {
    if (figures.passes().isEmpty()) {
      throw new UserException(
          "no pass was seen to end",
          "they take longer than " + seconds + " s, or hang",
          "measure longer with --seconds, or fewer --workloads");
    }
    System.out.printf(
        Locale.ROOT,
        """
          workloads   passes   median s   slowest s   writes/s   most   queries a pass   RSS MiB   floors
          %9d %8d %10.2f %11.2f %10.1f %6.1f %16.1f %9d %8d
          targets: slowest <= 15 s, writes/s <= 20, RSS <= 1024 MiB
        """,
        workloads,
        figures.passes().size(),
        figures.median(),
        figures.slowest(),
        figures.writesPerSecond(),
        figures.mostWritesPerSecond(),
        figures.queriesPerPass(),
        figures.peakMebibytes(),
        figures.floors());
    if (json.isPresent()) {
      Files.writeString(json.get(), document(figures).toString());
    }
  }

  private ObjectNode document(Figures figures) {
    ObjectNode body = JsonMapper.builder().build().createObjectNode();
    body.putArray("points")
        .addObject()
        .put("size", workloads)
        .put("seconds", figures.slowest())
        .put("rate", workloads / figures.slowest())
        .put("peak_rss_mib", figures.peakMebibytes())
        .put("median_seconds", figures.median())
        .put("writes_per_second", figures.writesPerSecond())
        .put("most_writes_per_second", figures.mostWritesPerSecond())
        .put("queries_per_pass", figures.queriesPerPass())
        .put("floors", figures.floors());
    return body.put("ratio", figures.slowest() / 15)
        .put("ratio_of", "slowest pass ÷ the 15 s between two");
  }

  private static void say(String what) {
    System.err.println("bench controller: " + what);
  }
}
