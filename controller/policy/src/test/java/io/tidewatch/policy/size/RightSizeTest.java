package io.tidewatch.policy.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.size.Resources.Qos;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RightSizeTest {
  private static final double MIB = 1024 * 1024;
  private static final double GIB = 1024 * MIB;
  private static final Need.Unknown UNKNOWN = new Need.Unknown("there is no sample");

  @Test
  void limits_follow_their_requests_in_the_present_ratio() {
    Resources now = resources(1, 2, GIB, 1.5 * GIB);
    Resources next = recommended(needs(0.3, 400 * MIB), Jvm.none(), now);
    assertEquals(resources(0.3, 0.6, 400 * MIB, 600 * MIB), next);
  }

  @Test
  void where_a_need_is_unknown_the_resource_stays_as_it_is() {
    Resources now = resources(1, 2, GIB, GIB);
    Needs onlyCpu = new Needs(estimate(0.3), UNKNOWN);
    assertEquals(resources(0.3, 0.6, GIB, GIB), recommended(onlyCpu, Jvm.none(), now));
    assertEquals(now, recommended(new Needs(UNKNOWN, UNKNOWN), Jvm.none(), now));
  }

  @Test
  void without_present_requests_there_is_an_estimate_and_no_recommendation() {
    RightSize size = RightSize.of(needs(0.3, MIB), Jvm.none(), Optional.empty());
    assertTrue(size.recommended().isEmpty());
    assertTrue(size.notes().get(0).contains("not known"), size.notes().toString());
  }

  @Test
  void a_pod_without_requests_keeps_its_class_by_keeping_none() {
    assertEquals(Resources.none(), recommended(needs(0.3, MIB), Jvm.none(), Resources.none()));
  }

  @Test
  void a_java_heap_is_never_cut() {
    Jvm jvm = jvm(600 * MIB, 100 * MIB);
    Resources next = recommended(needs(0.3, 200 * MIB), jvm, resources(1, 1, 2 * GIB, 2 * GIB));
    assertEquals(690 * MIB, next.memoryRequest().orElseThrow());
  }

  @Test
  void a_heap_that_is_a_share_of_the_limit_still_holds_twice_what_lives_in_it() {
    Jvm quarter = jvm(512 * MIB, 200 * MIB);
    Resources next = recommended(needs(0.3, 300 * MIB), quarter, resources(1, 1, 2 * GIB, 2 * GIB));
    assertEquals(1_600 * MIB, next.memoryLimit().orElseThrow());
  }

  @Test
  void memory_is_not_lowered_where_only_one_size_of_the_heap_is_known() {
    Resources now = resources(1, 1, 2 * GIB, 2 * GIB);
    OptionalDouble unknown = OptionalDouble.empty();
    Jvm onlyLive = new Jvm(unknown, OptionalDouble.of(GIB));
    Jvm onlyMost = new Jvm(OptionalDouble.of(GIB), unknown);
    assertEquals(now.memoryRequest(), recommended(needs(1, MIB), onlyLive, now).memoryRequest());
    assertEquals(now.memoryRequest(), recommended(needs(1, MIB), onlyMost, now).memoryRequest());
    double more = recommended(needs(1, 3 * GIB), onlyLive, now).memoryRequest().orElseThrow();
    assertEquals(3 * GIB, more, "it may grow");
  }

  @Property(tries = 300)
  void the_class_of_service_and_the_ratios_are_kept(@ForAll long seed) {
    Random random = new Random(seed);
    Resources now = random(random);
    Needs needs = needs(random.nextDouble() * 3 + 1e-3, random.nextDouble() * 4 * GIB + MIB);
    Resources next = recommended(needs, Jvm.none(), now);
    assertEquals(now.qos(), next.qos());
    assertEquals(now.cpuLimit().isPresent(), next.cpuLimit().isPresent());
    assertEquals(now.memoryLimit().isPresent(), next.memoryLimit().isPresent());
    now.cpuLimit()
        .ifPresent(
            limit ->
                assertEquals(
                    limit / now.cpuRequest().orElseThrow(),
                    next.cpuLimit().orElseThrow() / next.cpuRequest().orElseThrow(),
                    1e-9));
    if (now.qos() != Qos.BEST_EFFORT) {
      double target = needs.memory().estimate().orElseThrow().target();
      assertTrue(next.memoryRequest().orElseThrow() >= target);
      assertTrue(next.cpuRequest().orElseThrow() >= needs.cpu().estimate().get().target());
    }
  }

  @Property(tries = 300)
  void a_known_heap_only_ever_raises_memory(@ForAll long seed) {
    Random random = new Random(seed);
    Resources now = random(random);
    Needs needs = needs(1, random.nextDouble() * 4 * GIB + MIB);
    Jvm jvm = jvm(random.nextDouble() * 2 * GIB + MIB, random.nextDouble() * GIB + MIB);
    double without = recommended(needs, Jvm.none(), now).memoryRequest().orElse(0);
    double with = recommended(needs, jvm, now).memoryRequest().orElse(0);
    assertTrue(with >= without, with + " is below " + without);
  }

  private static Resources recommended(Needs needs, Jvm jvm, Resources now) {
    return RightSize.of(needs, jvm, Optional.of(now)).recommended().orElseThrow();
  }

  private static Needs needs(double cpu, double memory) {
    return new Needs(estimate(cpu), estimate(memory));
  }

  private static Need estimate(double target) {
    return new Need.Estimate(target, target / 2, 2 * target, target, 8, 10_000);
  }

  private static Jvm jvm(double most, double live) {
    return new Jvm(OptionalDouble.of(most), OptionalDouble.of(live));
  }

  private static Resources random(Random random) {
    int kind = random.nextInt(4);
    double cpu = 0.1 + random.nextDouble();
    double memory = 100 * MIB + random.nextDouble() * GIB;
    OptionalDouble none = OptionalDouble.empty();
    return switch (kind) {
      case 0 -> resources(cpu, cpu, memory, memory);
      case 1 -> resources(cpu, cpu * (1 + random.nextDouble()), memory, memory * 1.7);
      case 2 -> new Resources(OptionalDouble.of(cpu), none, none, none);
      default -> Resources.none();
    };
  }

  private static Resources resources(double cpu, double cpuLimit, double memory, double limit) {
    return new Resources(
        OptionalDouble.of(cpu),
        OptionalDouble.of(cpuLimit),
        OptionalDouble.of(memory),
        OptionalDouble.of(limit));
  }
}
