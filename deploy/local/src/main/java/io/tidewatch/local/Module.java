package io.tidewatch.local;

import io.tidewatch.processes.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The modules that run as processes of their own, with the memory that each may take. */
public enum Module {
  SPARK("spark", "spark-jobs/target/tidewatch-spark-jobs.jar", "-Xmx2500m", "-XX:+UseParallelGC"),
  /** Lands rows beside other work, with memory for small batches. */
  INGEST("ingest", "spark-jobs/target/tidewatch-spark-jobs.jar", "-Xmx1200m", "-XX:+UseSerialGC"),
  /** Serves generated series and starts the drivers that are measured. */
  SPARK_BENCH(
      "spark-bench",
      "spark-jobs/target/tidewatch-spark-jobs.jar",
      "-Xmx512m",
      "-XX:+UseParallelGC"),
  /** A small young generation, since what serving keeps is windows; no full collection at start. */
  SERVING(
      "serving",
      "serving/target/tidewatch-serving.jar",
      "-Xmx512m",
      "-Xmn112m",
      "-XX:MetaspaceSize=96m",
      "-XX:+UseSerialGC"),
  /** Serving with 5 000 workloads beside its own load generator. */
  SERVING_BENCH(
      "serving-bench", "serving/target/tidewatch-serving.jar", "-Xmx2g", "-XX:+UseParallelGC"),
  CONTROLLER(
      "controller",
      "controller/operator/target/tidewatch-operator.jar",
      "-Xmx256m",
      "-XX:+UseSerialGC"),
  HISTORY(
      "history", "demo-app/history/target/tidewatch-history.jar", "-Xmx512m", "-XX:+UseSerialGC"),
  /** The log server; the JVM's own needs and a cache of indexes. */
  LOKI("loki", "deploy/local/loki/target/tidewatch-loki.jar", "-Xmx256m", "-XX:+UseSerialGC"),
  LOAD("load", "demo-app/load/target/tidewatch-load.jar", "-Xmx384m", "-XX:+UseSerialGC");

  private final String processName;
  private final String jar;
  private final List<String> jvmOptions;

  Module(String processName, String jar, String... jvmOptions) {
    this.processName = processName;
    this.jar = jar;
    this.jvmOptions = List.of(jvmOptions);
  }

  /** What its log and pid files are called. */
  public String processName() {
    return processName;
  }

  /** Its launchable jar, seen from the checkout. */
  public String jar() {
    return jar;
  }

  /** How it is started with these arguments. */
  public ProcessSpec start(Layout layout, String name, List<String> arguments) {
    return ProcessSpec.ofJar(name, layout.jar(this), options(), arguments);
  }

  /** How another main class of its jar is started. */
  ProcessSpec start(Layout layout, String name, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    command.addAll(List.of("-cp", layout.jar(this).toString(), mainClass));
    command.addAll(arguments);
    return ProcessSpec.of(name, command);
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(jvmOptions);
    options.add("-Djava.awt.headless=true");
    options.add("-Dfile.encoding=UTF-8");
    return options;
  }
}
