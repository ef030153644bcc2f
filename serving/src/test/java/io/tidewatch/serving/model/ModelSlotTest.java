package io.tidewatch.serving.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.serving.Examples;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSlotTest {
  @TempDir Path directory;

  @Test
  void an_empty_slot_calls_nothing() {
    assertEquals(Optional.empty(), new ModelSlot<LoadedModel>().use(model -> "called"));
  }

  @Test
  void a_model_is_closed_only_after_its_last_use_however_often_it_is_swapped() throws Exception {
    ModelPackage content = Examples.good(directory.resolve("package"));
    PackageLoader loader =
        new PackageLoader(DemandFeatures.set(), Examples.STEP, Clock.systemUTC());
    ModelSlot<LoadedModel> slot = new ModelSlot<>();
    slot.swap(load(loader, content, 0));
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Integer>> users = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      users.add(threads.submit(() -> predictUntil(slot, ended)));
    }
    for (int version = 1; version <= 30; version++) {
      slot.swap(load(loader, content, version));
    }
    ended.set(true);
    for (Future<Integer> user : users) {
      assertTrue(user.get() > 0, "a prediction on a closed session would have thrown");
    }
    threads.shutdown();
    slot.close();
    assertEquals(Optional.empty(), slot.current());
  }

  private static int predictUntil(ModelSlot<LoadedModel> slot, AtomicBoolean ended) {
    double[][] rows = new double[64][DemandFeatures.set().size()];
    int predictions = 0;
    while (!ended.get() || predictions == 0) {
      double[][] answers = slot.use(model -> model.predictor().predict(rows)).orElseThrow();
      assertEquals(0.2, answers[63][1], 1e-6);
      predictions++;
    }
    return predictions;
  }

  private static LoadedModel load(PackageLoader loader, ModelPackage content, int version) {
    ModelId id = new ModelId("forecast", Integer.toString(version), "champion");
    return loader.load(id, content, LoadedModel.Origin.REGISTRY);
  }
}
