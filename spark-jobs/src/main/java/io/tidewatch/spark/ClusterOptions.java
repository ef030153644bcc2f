package io.tidewatch.spark;

import io.tidewatch.domain.UserException;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where Spark runs, and with which settings of its own. */
final class ClusterOptions {
  private static final String CLUSTER = "spark://";
  private static final String KUBERNETES = "k8s://";

  @Option(
      names = "--master",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "Where Spark runs: local[N], or spark://HOST:PORT whose workers see the store and this"
              + " program under the same paths (default: local[*]).")
  private String master = System.getProperty("spark.master", "local[*]");

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "A further setting of Spark, as spark.executor.memory=600m.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * All of it as settings of Spark.
   *
   * @throws UserException when Spark could not make sense of it
   */
  Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    if (master.startsWith(KUBERNETES)) {
      all.putAll(submitted(System.getProperties()));
      settings.forEach((key, value) -> all.put(key(key), value));
      return all;
    }
    if (!master.matches("local(\\[(\\*|\\d+)])?") && !master.startsWith(CLUSTER)) {
      throw invalid("--master", "\"" + master + "\" is no master", "local[2], spark://host:7077");
    }
    all.put("spark.master", master);
    if (master.startsWith(CLUSTER)) {
      all.put("spark.executor.extraClassPath", classPath(System.getProperty("java.class.path")));
      if (!isLoopback(master)) {
        // The workers of other machines must reach us.
        all.put("spark.driver.host", ourAddress());
        all.put("spark.driver.bindAddress", "0.0.0.0");
      }
    }
    settings.forEach((key, value) -> all.put(key(key), value));
    return all;
  }

  /**
   * What spark-submit has set for this driver: its address, its pod, its executors. All of it goes
   * before our own settings, which are those of a laptop.
   *
   * @throws UserException when no spark-submit has: in Kubernetes a driver does not start itself
   */
  static Map<String, String> submitted(Properties properties) {
    if (!properties.getProperty("spark.master", "").startsWith(KUBERNETES)) {
      throw invalid(
          "--master",
          "drivers in Kubernetes are started by a SparkApplication or by spark-submit",
          "local[2] here, or see docs/how-to/retrain.md");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .sorted()
        .forEach(name -> settings.put(name, properties.getProperty(name)));
    return settings;
  }

  // The workers start elsewhere; a jar's own list of jars is relative to that jar.
  private static String classPath(String ours) {
    return Arrays.stream(ours.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isLoopback(String master) {
    String host = URI.create(master).getHost();
    return host != null && (host.startsWith("127.") || host.equals("localhost"));
  }

  private static String ourAddress() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException nameless) {
      throw new UserException(
          "the workers of --master could not reach this machine",
          "its own name has no address",
          "give one with --conf spark.driver.host=ADDRESS",
          nameless);
    }
  }

  private static String key(String key) {
    if (!key.startsWith("spark.")) {
      throw invalid("--conf", "\"" + key + "\" is no setting", "spark.executor.memory=600m");
    }
    return key;
  }

  private static UserException invalid(String option, String cause, String example) {
    return new UserException(option + " is not valid", cause, "write it as " + example);
  }
}
