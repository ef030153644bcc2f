package io.tidewatch.serving;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.source.RemoteCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedCatalogueIT {
  private static final String WEB =
      """
      queries:
        - { name: demand, promql: d }
        - { name: nothing, promql: n }
        - { name: ready, promql: r }
      workloads:
        - { workload: shop/web, demand: demand, readyReplicas: ready, capacity: 10 }
      """;
  private static final String AND_DB =
      WEB + "  - { workload: shop/StatefulSet/db, demand: demand }\n";

  private static final String NOBODY = WEB.replaceAll("(?s)workloads:.*", "workloads: []\n");

  @TempDir Path directory;

  @Test
  void a_new_workload_is_served_at_the_same_address() throws Exception {
    TestingShop shop = new TestingShop(directory);
    Serving.Settings settings =
        new Serving.Settings(
            TestingShop.CATALOGUE,
            directory.resolve("cache"),
            TestingServer.http(),
            Duration.ofHours(1));
    try (ServedCatalogue served =
        new ServedCatalogue(
            TestingShop.CATALOGUE,
            0,
            (next, port) ->
                Serving.start(settings.by(next, port), shop.sources(), Clock.systemUTC()))) {
      URI url = served.url();
      await().until(() -> get(url, "/readyz") == 200);
      served.accept(fetched("web", WEB));
      assertEquals(url, served.url());
      await().until(() -> get(url, "/predict/traffic") == 200);
      assertEquals(404, get(url, "/predict/traffic?workload=shop/StatefulSet/db"));
      served.accept(fetched("both", AND_DB));
      await().until(() -> get(url, "/predict/traffic?workload=shop/StatefulSet/db") == 200);
      served.accept(fetched("nobody", NOBODY));
      await().until(() -> get(url, "/predict/traffic?workload=shop/web") == 404);
      assertEquals(503, get(url, "/readyz"), "who has nothing to forecast is not ready");
    }
  }

  private RemoteCatalogue.Fetched fetched(String name, String yaml) {
    try {
      Path copy = Files.writeString(directory.resolve(name + ".yaml"), yaml);
      return new RemoteCatalogue.Fetched(copy, true, Optional.empty());
    } catch (IOException full) {
      throw new AssertionError(full);
    }
  }

  private static int get(URI url, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
