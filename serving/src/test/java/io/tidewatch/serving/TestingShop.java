package io.tidewatch.serving;

import static org.awaitility.Awaitility.await;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.http.HttpSettings;
import io.tidewatch.source.CatalogueFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A shop of three workloads, one of which was never seen, with a model of each kind. */
final class TestingShop {
  static final Catalogue CATALOGUE =
      CatalogueFile.parse(
          """
          queries:
            - { name: demand, promql: d }
            - { name: nothing, promql: n }
            - { name: ready, promql: r }
            - { name: cpu_usage, level: pod, promql: c }
            - { name: memory_working_set, level: pod, promql: m }
          workloads:
            - { workload: shop/web, demand: demand, readyReplicas: ready, capacity: 10 }
            - { workload: shop/StatefulSet/db, demand: demand }
            - { workload: shop/new, demand: nothing }
          """,
          "a test");

  final InMemoryModels models = new InMemoryModels();
  final InMemoryModels detectors = new InMemoryModels("anomaly");
  final InMemoryModels policies = new InMemoryModels("policy");
  final InMemoryDemand demand =
      new InMemoryDemand(CATALOGUE)
          .answer("demand", (workload, step) -> Examples.wave(step))
          .answer("nothing", (workload, step) -> Double.NaN)
          .answer("ready", (workload, step) -> 10);
  final InMemoryPods pods = new InMemoryPods().answer("cpu_usage", Examples.WEB, "web-1", 0.5);
  final Path directory;

  TestingShop(Path directory) {
    this.directory = directory;
    models.register("1", Examples.good(directory.resolve("one")));
    detectors.register("1", TestingDetector.write(directory.resolve("detector")));
    policies.register("1", TestingPolicy.write(directory.resolve("policy"), 60));
  }

  Serving.Sources sources() {
    return new Serving.Sources(demand, pods, models, detectors, policies);
  }

  /** A server that forecasts already. */
  TestingServer start() {
    return start(TestingServer.http());
  }

  TestingServer start(HttpSettings http) {
    TestingServer server = unasked(http);
    await().until(() -> server.get("/readyz").statusCode() == 200);
    return server;
  }

  /** Started, perhaps not ready yet. */
  TestingServer unasked(HttpSettings http) {
    return new TestingServer(CATALOGUE, sources(), directory.resolve("cache"), http);
  }

  void registerDamaged(String version) throws IOException {
    var damaged = Examples.good(directory.resolve(version));
    models.register(version, damaged);
    Files.writeString(damaged.model(), "x", StandardOpenOption.APPEND);
  }
}
