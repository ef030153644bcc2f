package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.serving.bench.SyntheticModel;
import io.tidewatch.serving.bench.SyntheticPackage;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.window.PodSource;
import io.tidewatch.source.CatalogueFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both aliases in one serving process. */
class ShadowIT {
  private static final int VERSIONS = 8;
  private static final String PATH = "/predict/traffic?workload=shop/web&shadow=true";

  @TempDir Path directory;
  // Steps of a second, so that the truth of five steps ahead comes within the test.
  private final Catalogue catalogue =
      CatalogueFile.parse(
          """
          timescale: { step: 1s }
          settle: 0s
          queries:
            - { name: demand, promql: d }
          workloads:
            - { workload: shop/web, demand: demand }
          """,
          "a test");
  private final InMemoryModels champions = new InMemoryModels();
  private final InMemoryModels challengers = new InMemoryModels();

  @Test
  void in_a_burst_while_both_aliases_move_no_answer_fails_or_names_a_wrong_version()
      throws Exception {
    for (int version = 1; version <= VERSIONS; version++) {
      champions.register(Integer.toString(version), content(version));
      challengers.register(Integer.toString(version), content(version));
    }
    champions.promote("1");
    challengers.promote("2");
    InMemoryDemand demand = new InMemoryDemand(catalogue).answer("demand", (id, step) -> 100);
    Serving.Sources sources =
        new Serving.Sources(
            demand,
            PodSource.none(),
            champions,
            ModelSource.none(),
            ModelSource.none(),
            challengers);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (TestingServer server = new TestingServer(catalogue, sources, directory.resolve("c"))) {
      await().until(() -> shown(server) == 2);
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> readUntil(ended, server)));
      }
      for (int version = 2; version < VERSIONS; version++) {
        challengers.promote(Integer.toString(version + 1));
        champions.promote(Integer.toString(version));
        assertEquals(200, server.post("/models/refresh", "").statusCode());
        int next = version + 1;
        await().until(() -> shown(server) == next);
      }
      ended.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
      await().until(() -> judged(server, "champion") && judged(server, "challenger"));
      spoiledChallengersLeaveNoTrace(server);
    } finally {
      ended.set(true);
      threads.shutdownNow();
    }
  }

  private void spoiledChallengersLeaveNoTrace(TestingServer server) throws IOException {
    ModelPackage damaged = content(VERSIONS + 2);
    Files.writeString(damaged.directory().resolve("golden.json"), "{}");
    challengers.register(Integer.toString(VERSIONS + 2), damaged);
    champions.promote(Integer.toString(VERSIONS));
    assertEquals(200, server.post("/models/refresh", "").statusCode());
    await().until(() -> json(server.get(PATH)).at("/challenger").isNull());
    assertEquals(VERSIONS, json(server.get(PATH)).at("/model/version").asInt());
    assertTrue(!judged(server, "challenger"), "what is not held is not judged");
  }

  /** Every version answers with its own number of per cent, so a mixed answer shows. */
  private ModelPackage content(int version) {
    double up = version / 100.0;
    byte[] graph = SyntheticModel.constant(DemandFeatures.set().size(), up, up, up);
    Path place = directory.resolve("v" + version + "-" + System.nanoTime());
    return SyntheticPackage.write(place, graph, catalogue.timescale().step());
  }

  private static int shown(TestingServer server) {
    HttpResponse<String> answer = server.get(PATH);
    return answer.statusCode() == 200 ? json(answer).at("/challenger/model/version").asInt() : 0;
  }

  private static boolean judged(TestingServer server, String alias) {
    return server
        .get("/metrics")
        .body()
        .contains("tidewatch_serving_alias_wape_percent{alias=\"" + alias + "\",horizon=\"5\"}");
  }

  private static int readUntil(AtomicBoolean ended, TestingServer server) {
    int answers = 0;
    while (!ended.get()) {
      HttpResponse<String> answer = server.get(PATH);
      assertEquals(200, answer.statusCode(), answer.body());
      JsonNode body = json(answer);
      assertEquals("champion", body.at("/model/alias").asText());
      assertOwn(body, body);
      JsonNode challenger = body.at("/challenger");
      if (!challenger.isNull()) {
        assertEquals("challenger", challenger.at("/model/alias").asText());
        assertOwn(challenger, body);
        assertEquals(body.at("/feature_time"), challenger.at("/feature_time"));
        assertEquals(101, challenger.at("/peak/quantiles").size());
      }
      answers++;
    }
    return answers;
  }

  private static void assertOwn(JsonNode said, JsonNode answer) {
    int version = said.at("/model/version").asInt();
    double level = answer.at("/level").asDouble();
    double expected = level * (1 + version / 100.0);
    assertEquals(expected, said.at("/points/4/yhat").asDouble(), 1e-3, said.toString());
  }
}
