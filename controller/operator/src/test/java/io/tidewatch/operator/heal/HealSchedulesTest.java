package io.tidewatch.operator.heal;

import static io.tidewatch.operator.heal.InMemoryCluster.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.crd.TestingScalers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random leaks, and processes that are killed at any tick and around any write. */
class HealSchedulesTest {
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  private static final int SCHEDULES = 12;
  private static final int STEPS = 150;
  private static final int COOL_DOWN = 30;
  private static final int MOST_PER_DAY = 2;

  @TempDir Path folder;

  /** What ends a process: nothing catches it. */
  private static final class Killed extends Error {}

  /** One schedule and what it has seen. */
  private final class Run {
    private final Random random;
    private final InMemoryCluster cluster;
    private final HealStage stage;
    private final List<Instant> evictions = new ArrayList<>();
    private int kills;

    Run(long seed) throws IOException {
      random = new Random(seed);
      int pods = random.nextBoolean() ? 1 : 2 + random.nextInt(3);
      cluster = new InMemoryCluster(pods, T0.minus(Duration.ofHours(2)));
      stage = new HealStage(cluster, Files.createDirectory(folder.resolve("s" + seed)), T0);
      for (int pod = 1; pod < 40; pod++) {
        stage.pods.put("web-" + pod, WEB);
      }
      stage.plans =
          TestingScalers.plans(
                  TestingScalers.of(
                      "web",
                      """
                      scaleTargetRef: {name: web}
                      minReplicas: 1
                      maxReplicas: 5
                      mode: act
                      restart: {enabled: true, mostPerDay: %d, coolDownMinutes: %d}
                      """
                          .formatted(MOST_PER_DAY, COOL_DOWN)))
              .plans();
      cluster.aroundWrites = this::around;
    }

    private void around() {
      if (random.nextInt(4) == 0) {
        throw new Killed();
      }
    }

    void step() {
      if (random.nextInt(10) == 0) {
        int pod = random.nextInt(cluster.pods.size());
        stage.leaks.putIfAbsent(cluster.pods.get(pod).name().name(), stage.step());
      }
      cluster.newOnesGetReady = random.nextInt(4) == 0;
      for (int quarter = 0; quarter < 4; quarter++) {
        stage.now = stage.now.plus(HealStage.STEP.dividedBy(4));
        cluster.now = stage.now;
        look();
      }
      cluster.pods.replaceAll(this::maybeReady);
    }

    private void look() {
      int before = cluster.writes.size();
      List<PodSight> there = List.copyOf(cluster.pods);
      try {
        stage.look();
      } catch (Killed killed) {
        kills++;
        stage.restartProcess();
      }
      cluster.writes.stream()
          .skip(before)
          .filter(write -> write.startsWith("evict"))
          .forEach(write -> evicted(write.substring("evict ".length()), there));
    }

    private void evicted(String pod, List<PodSight> there) {
      if (there.stream().noneMatch(each -> each.name().name().equals(pod))) {
        return; // asked for again after a kill: it is gone, and nothing happens
      }
      assertTrue(
          there.stream().anyMatch(each -> each.ready() && !each.name().name().equals(pod)),
          "no other pod was ready");
      evictions.add(stage.now);
    }

    private PodSight maybeReady(PodSight pod) {
      return new PodSight(
          pod.name(),
          pod.owner(),
          pod.node(),
          pod.created(),
          pod.started(),
          pod.ready() || random.nextInt(3) == 0,
          false,
          List.of());
    }
  }

  @Test
  void budgets_cool_down_and_the_last_ready_pod_survive_every_kill() throws IOException {
    int evictions = 0;
    int kills = 0;
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Run run = new Run(seed);
      int wanted = run.cluster.wanted();
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      String schedule = "schedule " + seed + ": " + run.cluster.writes;
      assertTrue(run.evictions.size() <= MOST_PER_DAY, schedule);
      for (int i = 1; i < run.evictions.size(); i++) {
        Duration pause = Duration.between(run.evictions.get(i - 1), run.evictions.get(i));
        assertTrue(pause.toMinutes() >= COOL_DOWN - 10, schedule + " after " + pause);
      }
      run.cluster.aroundWrites = () -> {};
      run.stage.leaks.clear();
      run.cluster.newOnesGetReady = true;
      run.cluster.pods.replaceAll(run::maybeReady);
      run.stage.steps(40);
      assertEquals(wanted, run.cluster.wanted(), schedule);
      evictions += run.evictions.size();
      kills += run.kills;
    }
    assertTrue(evictions > SCHEDULES / 4, "evictions: " + evictions);
    assertTrue(kills > SCHEDULES / 4, "kills: " + kills);
  }
}
