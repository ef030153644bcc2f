package io.tidewatch.spark;

import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real standalone cluster on this machine, of the jars on our own class path: a master and two
 * workers of one core and 700 MB.
 *
 * <p>A test class that is {@code @ExtendWith(SparkCluster.Given.class)} is given one as a
 * parameter; all classes of one JVM share it, and it ends with the JVM's tests.
 */
public final class SparkCluster implements ExtensionContext.Store.CloseableResource {
  /** What executors may take of a worker. */
  public static final String EXECUTOR_MEMORY = "600m";

  private static final Duration START = Duration.ofSeconds(60);
  private static final int WORKERS = 2;

  private final Supervisor supervisor;
  private final Path home;
  private final String master;

  /** Gives the cluster to whoever asks for it. */
  public static final class Given implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SparkCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(SparkCluster.class))
          .getOrComputeIfAbsent(SparkCluster.class, key -> start(), SparkCluster.class);
    }
  }

  private SparkCluster(Supervisor supervisor, Path home, String master) {
    this.supervisor = supervisor;
    this.home = home;
    this.master = master;
  }

  private static SparkCluster start() {
    try {
      Path home = Files.createTempDirectory("spark-home");
      linkJars(home);
      Supervisor supervisor = Supervisor.open(home.resolve("state"));
      List<Integer> ports = FreePorts.next(2 + WORKERS);
      String master = "spark://127.0.0.1:" + ports.get(0);
      SparkCluster cluster = new SparkCluster(supervisor, home, master);
      cluster.startMaster(ports.get(0), ports.get(1));
      for (int worker = 0; worker < WORKERS; worker++) {
        cluster.startWorker(worker, ports.get(2 + worker));
      }
      return cluster;
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
  }

  // Spark looks for its own jars in a folder of that name, and takes it for a release by a file.
  private static void linkJars(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "tests\n");
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && Files.exists(jar)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
    }
  }

  /** Its address, for {@code --master}. */
  public String master() {
    return master;
  }

  private void startMaster(int port, int pagePort) {
    start(
        "master",
        Master.class,
        pagePort,
        List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + pagePort));
  }

  private void startWorker(int number, int pagePort) {
    Path work = home.resolve("work-" + number);
    start(
        "worker-" + number,
        Worker.class,
        pagePort,
        List.of(
            "--host",
            "127.0.0.1",
            "--webui-port",
            "" + pagePort,
            "--cores",
            "1",
            "--memory",
            "700m",
            "--work-dir",
            work.toString(),
            master));
  }

  private void start(String name, Class<?> main, int pagePort, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", main.getName()));
    command.addAll(arguments);
    ProcessSpec spec =
        ProcessSpec.of(name, command)
            .with("SPARK_HOME", home.toString())
            .with("SPARK_SCALA_VERSION", "2.13")
            .with("SPARK_LOCAL_IP", "127.0.0.1")
            .with("SPARK_LOCAL_DIRS", home.resolve("scratch").toString());
    ManagedProcess process = supervisor.start(spec);
    process.awaitHttp(java.net.URI.create("http://127.0.0.1:" + pagePort + "/json/"), START);
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
    try (var tree = Files.walk(home)) {
      tree.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
