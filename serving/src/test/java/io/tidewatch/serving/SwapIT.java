package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.serving.model.ModelSource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that come, are refused, and are had again after a restart. */
class SwapIT {
  @TempDir Path directory;
  private TestingShop shop;
  private TestingServer server;

  @BeforeEach
  void start() {
    shop = new TestingShop(directory);
    server = shop.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void no_request_fails_no_version_goes_back_and_no_answer_is_mixed_while_models_are_swapped()
      throws Exception {
    for (int version = 2; version <= 12; version++) {
      Path place = directory.resolve("v" + version);
      shop.models.register(Integer.toString(version), Examples.answering(place, share(version)));
    }
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean batch = i % 2 == 0;
      readers.add(threads.submit(() -> readUntil(ended, batch)));
    }
    for (int version = 2; version <= 12; version++) {
      shop.models.promote(Integer.toString(version));
      assertEquals(200, server.post("/models/refresh", "").statusCode());
      JsonNode now = json(server.get("/predict/traffic?workload=shop/web"));
      assertEquals(version, now.at("/model/version").asInt(), "in force once the refresh returns");
    }
    ended.set(true);
    for (Future<Integer> reader : readers) {
      assertTrue(reader.get() > 0);
    }
    threads.shutdown();
  }

  @Test
  void a_refused_package_leaves_the_forecasts_and_is_named() throws IOException {
    shop.registerDamaged("2");
    HttpResponse<String> answer = server.post("/models/refresh", "");
    assertEquals(409, answer.statusCode(), answer.body());
    assertTrue(json(answer).at("/detail").asText().contains("SHA-256"), answer.body());
    assertEquals("2", json(server.get("/models")).at("/refused/0/version").asText());
    JsonNode web = json(server.get("/predict/traffic?workload=shop/web"));
    assertEquals("1", web.at("/model/version").asText());
  }

  @Test
  void a_restart_while_mlflow_is_down_serves_the_last_good_model() {
    server.close();
    shop.models.down(true);
    server = shop.start();
    JsonNode model = json(server.get("/models")).at("/models/0");
    assertEquals("cache", model.at("/origin").asText());
    assertEquals("1", model.at("/version").asText());
  }

  @Test
  void a_restart_while_mlflow_hangs_does_not_wait_for_it() {
    server.close();
    CountDownLatch answered = new CountDownLatch(1);
    ModelSource hanging = new Hanging(answered);
    server =
        new TestingServer(
            TestingShop.CATALOGUE,
            new Serving.Sources(shop.demand, shop.pods, hanging, hanging, hanging),
            directory.resolve("cache"));
    await().until(() -> server.get("/readyz").statusCode() == 200);
    await().until(() -> json(server.get("/models")).at("/models").size() == 3);
    assertEquals(1, answered.getCount(), "it hangs still");
    answered.countDown();
  }

  /** A registry that takes calls and does not answer them. */
  private record Hanging(CountDownLatch answered) implements ModelSource {
    @Override
    public Optional<ModelVersion> current() {
      try {
        answered.await();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
      return Optional.empty();
    }

    @Override
    public ModelPackage download(ModelVersion version, Path directory) {
      throw new AssertionError("it never said that there is one");
    }
  }

  private int readUntil(AtomicBoolean ended, boolean batch) {
    int requests = 0;
    int last = 0;
    while (!ended.get() || requests == 0) {
      HttpResponse<String> answer =
          batch
              ? server.post("/predict/traffic", "{\"workloads\":[\"shop/web\"]}")
              : server.get("/predict/traffic?workload=shop/web");
      assertEquals(200, answer.statusCode(), answer.body());
      JsonNode web = batch ? json(answer).at("/forecasts/0") : json(answer);
      int version = web.at("/model/version").asInt();
      assertTrue(version >= last, version + " after " + last);
      double said = web.at("/points/4/yhat").asDouble() / web.at("/level").asDouble() - 1;
      assertEquals(share(version), said, 1e-3, "what this version says, and no other");
      last = version;
      requests++;
    }
    return requests;
  }

  /** By how much more than the level a version forecasts. */
  private static double share(int version) {
    return 0.1 * version;
  }
}
