package io.tidewatch.policy.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The rules of restarts over random walks of pods that sicken, recover and fall silent. */
class RestartPolicySafetyTest {
  private static final int STEPS = 150;
  private static final HealRules RULES = new HealRules(3, 5, 10, 60, 20, 3, 100);

  /** What a walk has seen until a verdict. */
  private record Seen(WorkloadReading reading, HealVerdict verdict, List<WorkloadReading> before) {}

  private interface Check {
    void that(Seen seen);
  }

  /** Every replacement is carried out: the pod is gone at the next step and a new one there. */
  private static void walk(long seed, Check check) {
    Random random = new Random(seed);
    RestartPolicy policy = new RestartPolicy(RULES);
    HealMemory memory = HealMemory.none();
    List<Walker> pods = new ArrayList<>();
    int wanted = 1 + random.nextInt(25);
    List<Long> restarts = new ArrayList<>();
    List<WorkloadReading> before = new ArrayList<>();
    for (long step = 10_000; step < 10_000 + STEPS; step++) {
      while (pods.size() < wanted) {
        pods.add(new Walker("pod-" + step + "-" + pods.size(), step));
      }
      long now = step;
      List<PodReading> readings = pods.stream().map(pod -> pod.reading(now, random)).toList();
      WorkloadReading reading = new WorkloadReading(step, readings, restarts, restarts.size());
      RestartPolicy.Judgement judgement = policy.judge(reading, memory);
      check.that(new Seen(reading, judgement.verdict(), before));
      memory = judgement.memory();
      before.add(reading);
      if (judgement.verdict() instanceof HealVerdict.Replace replace) {
        restarts.add(step);
        pods.removeIf(pod -> pod.uid.equals(replace.pod().uid()));
      }
    }
  }

  private static final class Walker {
    private final String uid;
    private final long born;
    private boolean leaks;
    private boolean strange;

    Walker(String uid, long born) {
      this.uid = uid;
      this.born = born;
    }

    PodReading reading(long step, Random random) {
      leaks = leaks ? random.nextInt(30) > 0 : random.nextInt(150) == 0;
      strange = strange ? random.nextInt(10) > 0 : random.nextInt(150) == 0;
      boolean silent = random.nextInt(4) == 0;
      boolean deaf = random.nextInt(4) == 0;
      PodReading leak = leaks ? TestingPods.leaking(uid, 20) : TestingPods.well(uid);
      PodReading oddity =
          TestingPods.strange(uid, random.nextBoolean() ? "gc_time_now" : "cpu_usage_change_5");
      return new PodReading(
          uid,
          uid,
          "node-" + random.nextInt(3),
          step - born,
          random.nextInt(40) > 0,
          silent ? TestingPods.UNKNOWN : leak.memory(),
          deaf ? Optional.empty() : strange ? oddity.strange() : Optional.of(TestingPods.USUAL));
    }
  }

  private static boolean leaks(PodReading pod) {
    return pod.memory().failure().isPresent();
  }

  private static boolean strange(PodReading pod) {
    return pod.strange().map(Strangeness::anomalous).orElse(false);
  }

  private static void replacing(long seed, BiConsumer<Seen, HealVerdict.Replace> check) {
    walk(
        seed,
        seen -> {
          if (seen.verdict() instanceof HealVerdict.Replace replace) {
            check.accept(seen, replace);
          }
        });
  }

  @Property(tries = 25)
  void a_pod_is_replaced_only_if_it_was_seen_sick_now_and_often_enough_before(@ForAll long seed) {
    replacing(
        seed,
        (seen, replace) -> {
          boolean memory = replace.cause() == Cause.MEMORY;
          assertTrue(memory ? leaks(replace.pod()) : strange(replace.pod()));
          long often =
              seen.before().stream()
                  .flatMap(each -> each.pods().stream())
                  .filter(pod -> pod.uid().equals(replace.pod().uid()))
                  .filter(pod -> memory ? leaks(pod) : strange(pod))
                  .count();
          assertTrue(often + 1 >= RULES.k(), "seen sick " + (often + 1) + " times");
        });
  }

  @Property(tries = 25)
  void never_while_more_than_a_tenth_of_the_pods_are_affected(@ForAll long seed) {
    replacing(
        seed,
        (seen, replace) -> {
          long affected =
              seen.reading().pods().stream().filter(pod -> leaks(pod) || strange(pod)).count();
          assertTrue(affected <= Math.max(1, seen.reading().pods().size() / 10));
        });
  }

  @Property(tries = 25)
  void never_within_the_cool_down_and_never_more_than_a_day_allows(@ForAll long seed) {
    List<Long> all = new ArrayList<>();
    replacing(
        seed,
        (seen, replace) -> {
          long step = seen.reading().step();
          all.forEach(at -> assertTrue(step - at >= RULES.coolDown()));
          all.add(step);
          assertTrue(all.size() <= RULES.mostPerDay());
        });
  }

  @Property(tries = 25)
  void never_a_young_pod_and_never_beside_one_that_is_missing(@ForAll long seed) {
    replacing(
        seed,
        (seen, replace) -> {
          assertTrue(replace.pod().age() >= RULES.youngest());
          seen.reading().pods().stream()
              .filter(pod -> !pod.uid().equals(replace.pod().uid()))
              .forEach(pod -> assertTrue(pod.ready()));
        });
  }

  /** Otherwise the rules above would hold of nothing. */
  @Test
  void the_walks_replace_pods_for_both_causes() {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (long seed = 0; seed < 20; seed++) {
      replacing(seed, (seen, replace) -> causes.add(replace.cause()));
    }
    assertEquals(EnumSet.allOf(Cause.class), causes);
  }

  @Property(tries = 30)
  void silence_never_makes_a_replacement(@ForAll long seed) {
    Random random = new Random(seed);
    RestartPolicy policy = new RestartPolicy(RULES);
    HealMemory memory = HealMemory.none();
    for (long step = 0; step < 50; step++) {
      List<PodReading> pods = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        pods.add(random.nextInt(3) > 0 ? TestingPods.unknown("p" + i) : TestingPods.well("p" + i));
      }
      var judgement = policy.judge(new WorkloadReading(step, pods, List.of(), 0), memory);
      memory = judgement.memory();
      assertEquals(new HealVerdict.Healthy(), judgement.verdict());
    }
  }

  @Property(tries = 30)
  void silence_never_makes_a_pod_healthy(@ForAll long seed) {
    Random random = new Random(seed);
    RestartPolicy policy = new RestartPolicy(RULES);
    HealMemory memory = HealMemory.none();
    long step = 0;
    int bad = 1 + random.nextInt(3);
    for (int i = 0; i < bad; i++) {
      memory = judged(policy, step++, TestingPods.leaking("a", 20), memory).memory();
    }
    for (int i = 0; i < 40; i++) {
      var judgement = judged(policy, step++, TestingPods.unknown("a"), memory);
      memory = judgement.memory();
      assertNotEquals(HealState.HEALTHY, judgement.pods().get("a"));
      assertTrue(!(judgement.verdict() instanceof HealVerdict.Replace));
    }
  }

  private static RestartPolicy.Judgement judged(
      RestartPolicy policy, long step, PodReading pod, HealMemory memory) {
    return policy.judge(new WorkloadReading(step, List.of(pod), List.of(), 0), memory);
  }
}
