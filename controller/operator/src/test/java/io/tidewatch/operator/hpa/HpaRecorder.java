package io.tidewatch.operator.hpa;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets the real HPA controller live through scenarios, all at the same time, and writes it down.
 */
final class HpaRecorder {
  private static final int HANDS = 3;
  private static final long LOOK_EVERY_MILLIS = 250;
  private final Path kubeconfig;
  private final String namespace;
  private final Consumer<String> log;

  HpaRecorder(Path kubeconfig, String namespace, Consumer<String> log) {
    this.kubeconfig = kubeconfig;
    this.namespace = namespace;
    this.log = log;
  }

  /** The recorded steps by scenario. */
  Map<String, List<RecordedStep>> record(List<Scenario> scenarios) throws Exception {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    // the lab's keys are elliptic; fabric8 takes any key for RSA that does not say so itself
    config.setClientKeyAlgo("EC");
    Path folder = Files.createTempDirectory("hpa-parity");
    Map<String, ScenarioRun> runs = new TreeMap<>();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        MetricsServer server = new MetricsServer(folder, runs, Clock.systemUTC());
        ScriptedApi api = ScriptedApi.register(client, namespace, server.port())) {
      awaitServiceAccount(client);
      for (Scenario scenario : scenarios) {
        runs.put(scenario.name(), new ScenarioRun(scenario, client, namespace, Clock.systemUTC()));
      }
      drive(List.copyOf(runs.values()));
    } finally {
      delete(folder);
    }
    Map<String, List<RecordedStep>> recorded = new TreeMap<>();
    runs.forEach((name, run) -> recorded.put(name, run.steps()));
    return recorded;
  }

  /** Pods are refused in a namespace whose account does not exist yet. */
  private void awaitServiceAccount(KubernetesClient client) {
    client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(account -> account != null, 30, TimeUnit.SECONDS);
  }

  private void drive(List<ScenarioRun> runs) throws Exception {
    ExecutorService hands = Executors.newFixedThreadPool(HANDS);
    try {
      log.accept("%d HPAs are being watched".formatted(runs.size()));
      while (!runs.stream().allMatch(ScenarioRun::done)) {
        for (Future<?> look : runs.stream().map(run -> hands.submit(run::tick)).toList()) {
          look.get();
        }
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
      runs.forEach(this::report);
      runs.forEach(ScenarioRun::clear);
    } finally {
      hands.shutdownNow();
    }
  }

  private void report(ScenarioRun run) {
    run.broken()
        .ifPresent(
            why ->
                log.accept(
                    "%s ended after %d steps: %s".formatted(run.name(), run.steps().size(), why)));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
