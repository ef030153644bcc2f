package io.tidewatch.policy.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Resize;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResizePolicyTest {
  private static final double MIB = 1024 * 1024;
  private static final long NOW = 100_000;
  private static final Need UNKNOWN = new Need.Unknown("there is no sample");
  private static final Resources PRESENT = resources(1, 2, 1_000 * MIB, 1_500 * MIB);
  private final ResizePolicy policy = new ResizePolicy(SizeRules.usual());

  @Test
  void what_differs_by_enough_changes_and_limits_keep_their_ratio() {
    Resize resize = (Resize) judge(reading(need(1.6), need(800 * MIB)));
    assertEquals(resources(1.6, 3.2, 800 * MIB, 1_200 * MIB), resize.to());
    assertEquals("[cpu by +60 %, memory by -20 %]", resize.why().toString());
  }

  @Test
  void at_most_half_is_taken_away_at_once() {
    Resize resize = (Resize) judge(reading(need(0.1), need(1_000 * MIB)));
    assertEquals(resources(0.5, 1, 1_000 * MIB, 1_500 * MIB), resize.to());
  }

  @Test
  void a_small_difference_or_one_within_the_interval_of_the_need_changes_nothing() {
    assertKept(Why.RIGHT_SIZE, reading(need(1.1), need(900 * MIB)));
    Need unsure = new Need.Estimate(2, 0.5, 4, 1.7, 1, 1_000);
    assertKept(Why.RIGHT_SIZE, reading(unsure, need(1_000 * MIB)));
  }

  @Test
  void what_is_unknown_stays_and_without_any_data_nothing_is_done() {
    Resize resize = (Resize) judge(reading(need(2), UNKNOWN));
    assertEquals(PRESENT.memoryRequest(), resize.to().memoryRequest());
    assertKept(Why.NOT_ENOUGH_DATA, reading(UNKNOWN, UNKNOWN));
  }

  @Test
  void pods_whose_present_size_is_unknown_or_another_are_left_alone() {
    Needs needs = new Needs(need(2), need(800 * MIB));
    assertKept(
        Why.SIZE_UNKNOWN, reading(RightSize.of(needs, Jvm.none(), Optional.empty()), PRESENT));
    Resources other = resources(2, 4, 1_000 * MIB, 1_500 * MIB);
    assertKept(
        Why.SIZE_UNKNOWN, reading(RightSize.of(needs, Jvm.none(), Optional.of(other)), PRESENT));
  }

  @Test
  void cpu_that_an_hpa_measures_stays_and_that_is_said() {
    SizeReading reading = reading(need(2), need(500 * MIB));
    SizeReading held = with(reading, OptionalLong.empty(), Optional.of("the HPA web measures it"));
    Resize resize = (Resize) judge(held);
    assertEquals(PRESENT.cpuLimit(), resize.to().cpuLimit());
    assertTrue(resize.why().get(0).contains("HPA web"), resize.why().toString());
  }

  @Test
  void once_a_day_is_enough() {
    SizeReading reading = reading(need(2), need(500 * MIB));
    assertKept(Why.ONCE_A_DAY, with(reading, OptionalLong.of(NOW - 1_439), Optional.empty()));
    assertTrue(
        judge(with(reading, OptionalLong.of(NOW - 1_440), Optional.empty())) instanceof Resize);
  }

  @Test
  void whatever_holds_comes_first() {
    Keep busy = new Keep(Why.BUSY, "a rollout is under way");
    SizeReading free = reading(need(2), need(500 * MIB));
    SizeReading held =
        new SizeReading(
            NOW,
            PRESENT,
            free.advice(),
            free.last(),
            free.cpuHeld(),
            free.memoryHeld(),
            Optional.of(busy));
    assertEquals(busy, judge(held));
  }

  @Test
  void bounds_are_kept_and_are_no_reason_to_move_against_the_need() {
    SizeRules bounded =
        SizeRules.usual()
            .within(new SizeRules.Bounds(0.8, 1.5), new SizeRules.Bounds(2_000 * MIB, 1e12));
    SizeVerdict verdict = new ResizePolicy(bounded).judge(reading(need(3), need(500 * MIB)));
    assertEquals(resources(1.5, 3, 1_000 * MIB, 1_500 * MIB), ((Resize) verdict).to());
  }

  @Test
  void a_bound_below_what_is_used_takes_nothing_away_that_is_used() {
    Resources guaranteed = resources(1, 1, 1_536 * MIB, 1_536 * MIB);
    Need memory = new Need.Estimate(1_177 * MIB, 1_100 * MIB, 1_250 * MIB, 1_024 * MIB, 8, 10_000);
    RightSize advice =
        RightSize.of(new Needs(need(1), memory), Jvm.none(), Optional.of(guaranteed));
    SizeRules.Bounds most = new SizeRules.Bounds(64 * MIB, 512 * MIB);
    SizeRules tight = SizeRules.usual().within(SizeRules.usual().cpu(), most);
    Resize resize = (Resize) new ResizePolicy(tight).judge(reading(advice, guaranteed));
    assertEquals(1_177 * MIB, resize.to().memoryLimit().getAsDouble());
  }

  @Property(tries = 500)
  void what_is_lowered_stays_above_what_was_seen_whatever_the_bounds(@ForAll long seed) {
    Random random = new Random(seed);
    Resources present = present(random);
    Needs needs = new Needs(randomNeed(random, 0.01), randomNeed(random, 20 * MIB));
    SizeRules.Bounds cpu = new SizeRules.Bounds(0.001, 0.002 + random.nextDouble());
    SizeRules.Bounds memory = new SizeRules.Bounds(MIB, (2 + 500 * random.nextDouble()) * MIB);
    SizeReading reading = reading(RightSize.of(needs, Jvm.none(), Optional.of(present)), present);
    SizeRules tight = SizeRules.usual().within(cpu, memory);
    if (new ResizePolicy(tight).judge(reading) instanceof Resize resize) {
      assertAboveSeen(needs.cpu(), present.cpuRequest(), resize.to().cpuRequest());
      assertAboveSeen(needs.memory(), present.memoryRequest(), resize.to().memoryRequest());
    }
  }

  // Limits are at or above requests, so what holds of requests holds of them.
  private static void assertAboveSeen(Need need, OptionalDouble from, OptionalDouble to) {
    boolean lowered = to.isPresent() && to.getAsDouble() < from.getAsDouble();
    if (lowered) {
      double seen = need.estimate().orElseThrow().observed();
      assertTrue(to.getAsDouble() >= seen, () -> to + " is below " + seen);
    }
  }

  @Property(tries = 500)
  void what_is_decided_on_is_not_outdated_at_the_same_moment(@ForAll long seed) {
    Random random = new Random(seed);
    Resources present = present(random);
    Needs needs = new Needs(randomNeed(random, 0.01), randomNeed(random, 20 * MIB));
    SizeRules.Bounds cpu = new SizeRules.Bounds(0.001, 0.002 + random.nextDouble());
    SizeRules.Bounds memory = new SizeRules.Bounds(MIB, (2 + 500 * random.nextDouble()) * MIB);
    RightSize advice = RightSize.of(needs, Jvm.none(), Optional.of(present));
    ResizePolicy tight = new ResizePolicy(SizeRules.usual().within(cpu, memory));
    if (tight.judge(reading(advice, present)) instanceof Resize resize) {
      assertEquals(Optional.empty(), tight.outdated(present, resize.to(), advice));
    }
  }

  @Test
  void what_was_decided_on_is_outdated_when_the_need_is_another() {
    Resources less = resources(0.5, 1, 1_000 * MIB, 1_500 * MIB);
    assertEquals(Optional.empty(), outdated(less, need(0.5)));
    assertEquals(Optional.empty(), outdated(less, need(0.1)), "half is taken away at once");
    assertTrue(outdated(less, need(0.98)).orElseThrow().startsWith("cpu: what its template"));
    assertTrue(outdated(less, need(0.7)).orElseThrow().contains("more than that"));
    Need peaks = new Need.Estimate(0.5, 0.45, 0.55, 0.6, 8, 10_000);
    assertTrue(outdated(less, peaks).orElseThrow().contains("more than that"));
    assertEquals(Optional.of("cpu: there is no sample"), outdated(less, UNKNOWN));
    Resources more = resources(2, 4, 1_000 * MIB, 1_500 * MIB);
    assertEquals(Optional.empty(), outdated(more, need(3)));
    assertTrue(outdated(more, need(0.9)).isPresent());
  }

  private Optional<String> outdated(Resources to, Need cpu) {
    Needs needs = new Needs(cpu, need(1_000 * MIB));
    return policy.outdated(PRESENT, to, RightSize.of(needs, Jvm.none(), Optional.of(PRESENT)));
  }

  @Property(tries = 500)
  void ratio_class_bounds_and_the_unknown_are_kept(@ForAll long seed) {
    Random random = new Random(seed);
    Resources present = present(random);
    Needs needs = new Needs(randomNeed(random, 0.01), randomNeed(random, 20 * MIB));
    SizeReading reading = reading(RightSize.of(needs, Jvm.none(), Optional.of(present)), present);
    if (!(judge(reading) instanceof Resize resize)) {
      return;
    }
    Resources to = resize.to();
    assertEquals(present.qos(), to.qos());
    assertRatio(present.cpuRequest(), present.cpuLimit(), to.cpuRequest(), to.cpuLimit());
    assertRatio(
        present.memoryRequest(), present.memoryLimit(), to.memoryRequest(), to.memoryLimit());
    assertStep(needs.cpu(), present.cpuRequest(), to.cpuRequest(), 0.025);
    assertStep(needs.memory(), present.memoryRequest(), to.memoryRequest(), 64 * MIB);
  }

  private static void assertRatio(
      OptionalDouble request, OptionalDouble limit, OptionalDouble to, OptionalDouble toLimit) {
    assertEquals(limit.isPresent(), toLimit.isPresent());
    if (limit.isPresent()) {
      double before = limit.getAsDouble() / request.getAsDouble();
      assertEquals(before, toLimit.getAsDouble() / to.getAsDouble(), 1e-9);
    }
  }

  private static void assertStep(Need need, OptionalDouble from, OptionalDouble to, double min) {
    assertEquals(from.isPresent(), to.isPresent());
    if (need.missing().isPresent()) {
      assertEquals(from, to);
    }
    if (from.equals(to)) {
      return;
    }
    double change = to.getAsDouble() / from.getAsDouble();
    assertTrue(Math.abs(change - 1) >= 0.15 && change >= 0.5, () -> "changes by " + change);
    assertTrue(to.getAsDouble() >= min, () -> "below the least: " + to);
  }

  private static Resources present(Random random) {
    OptionalDouble cpu = perhaps(random, 0.01 + 3 * random.nextDouble());
    OptionalDouble memory = perhaps(random, (16 + 3_000 * random.nextDouble()) * MIB);
    return new Resources(cpu, limit(random, cpu), memory, limit(random, memory));
  }

  private static OptionalDouble perhaps(Random random, double value) {
    return random.nextInt(5) == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalDouble limit(Random random, OptionalDouble request) {
    if (request.isEmpty() || random.nextInt(4) == 0) {
      return OptionalDouble.empty();
    }
    double factor = random.nextBoolean() ? 1 : 1 + 2 * random.nextDouble();
    return OptionalDouble.of(request.getAsDouble() * factor);
  }

  private static Need randomNeed(Random random, double scale) {
    if (random.nextInt(4) == 0) {
      return UNKNOWN;
    }
    double target = scale * Math.exp(6 * random.nextDouble());
    double spread = 1 + random.nextDouble();
    return new Need.Estimate(target, target / spread, target * spread, target, 3, 3_000);
  }

  private SizeVerdict judge(SizeReading reading) {
    return policy.judge(reading);
  }

  private void assertKept(Why why, SizeReading reading) {
    assertEquals(why, ((Keep) judge(reading)).why());
  }

  private static Need need(double target) {
    return new Need.Estimate(target, target, target * 1.05, target / 1.15, 8, 10_000);
  }

  private static SizeReading reading(Need cpu, Need memory) {
    Needs needs = new Needs(cpu, memory);
    return reading(RightSize.of(needs, Jvm.none(), Optional.of(PRESENT)), PRESENT);
  }

  private static SizeReading reading(RightSize advice, Resources present) {
    return new SizeReading(
        NOW,
        present,
        advice,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static SizeReading with(SizeReading reading, OptionalLong last, Optional<String> cpu) {
    return new SizeReading(
        NOW, reading.present(), reading.advice(), last, cpu, Optional.empty(), Optional.empty());
  }

  private static Resources resources(double cpu, double cpuLimit, double memory, double limit) {
    return new Resources(
        OptionalDouble.of(cpu),
        OptionalDouble.of(cpuLimit),
        OptionalDouble.of(memory),
        OptionalDouble.of(limit));
  }
}
