package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.operator.crd.StatusSink.Answer;
import io.tidewatch.operator.crd.StatusSink.Kind;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import io.tidewatch.operator.crd.status.ReasonLink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private static final Answer WRITTEN = Answer.of(Kind.WRITTEN, "");

  private final TestingClock clock = new TestingClock();
  private final List<String> tried = new ArrayList<>();
  private final Deque<Answer> script = new ArrayDeque<>();
  private final StatusWriter writer =
      new StatusWriter(
          (object, status) -> {
            tried.add(object.name());
            return script.isEmpty() ? WRITTEN : script.pop();
          },
          new WriteBudget(10, clock),
          clock);

  @Test
  void what_stays_the_same_is_written_once_and_again_after_ten_minutes() {
    pass(5);
    clock.pass(Duration.ofMinutes(9));
    pass(5);
    assertEquals(List.of("web"), tried);
    clock.pass(Duration.ofMinutes(1));
    pass(5);
    assertEquals(List.of("web", "web"), tried);
  }

  @Test
  void a_changed_floor_is_written_at_once_a_changed_demand_is_not() {
    pass(5);
    clock.pass(Duration.ofSeconds(15));
    pass(6);
    assertEquals(2, tried.size());
    writer.write(List.of(wish(TestingScalers.minimal("web"), 6, 777)));
    assertEquals(2, tried.size());
  }

  @Test
  void what_a_controller_before_us_has_written_is_not_written_again() {
    PredictiveScalerStatus status = wish(TestingScalers.minimal("web"), 5, 40).status();
    ScalerObject bare = TestingScalers.minimal("web");
    ScalerObject known =
        new ScalerObject(
            bare.namespace(),
            bare.name(),
            bare.uid(),
            bare.generation(),
            bare.created(),
            false,
            false,
            bare.spec(),
            Optional.empty(),
            Optional.of(status));
    writer.write(List.of(wish(known, 5, 40)));
    assertEquals(List.of(), tried);
  }

  @Test
  void a_conflict_delays_that_object_twice_as_long_each_time_and_no_other() {
    script.add(Answer.of(Kind.LATER, "409"));
    script.add(WRITTEN);
    script.add(Answer.of(Kind.LATER, "409"));
    List<StatusWriter.Wish> both = wishes("bad", "good");
    writer.write(both);
    assertEquals(List.of("bad", "good"), tried);
    writer.write(both);
    assertEquals(2, tried.size());
    clock.pass(Duration.ofSeconds(1));
    writer.write(both);
    assertEquals(List.of("bad", "good", "bad"), tried);
    clock.pass(Duration.ofSeconds(1));
    writer.write(both);
    assertEquals(3, tried.size());
    clock.pass(Duration.ofSeconds(1));
    writer.write(both);
    assertEquals(4, tried.size());
  }

  @Test
  void a_server_that_is_not_well_is_left_alone_as_long_as_it_asks() {
    script.add(new Answer(Kind.ALL_LATER, "429", Optional.of(Duration.ofSeconds(7))));
    writer.write(wishes("a", "b", "c"));
    assertEquals(List.of("a"), tried);
    clock.pass(Duration.ofSeconds(6));
    writer.write(wishes("a", "b", "c"));
    assertEquals(1, tried.size());
    clock.pass(Duration.ofSeconds(1));
    writer.write(wishes("a", "b", "c"));
    assertEquals(4, tried.size());
  }

  @Test
  void the_budget_holds_and_every_one_gets_its_turn() {
    String[] names = IntStream.range(0, 25).mapToObj(i -> "w" + i).toArray(String[]::new);
    writer.write(wishes(names));
    assertEquals(10, tried.size());
    clock.pass(Duration.ofSeconds(1));
    writer.write(wishes(names));
    assertEquals(20, tried.size());
    clock.pass(Duration.ofSeconds(1));
    writer.write(wishes(names));
    assertEquals(25, tried.stream().distinct().count());
  }

  @Test
  void changes_go_before_what_is_only_old() {
    writer.write(wishes("a", "b"));
    clock.pass(Duration.ofMinutes(10));
    tried.clear();
    writer.write(
        List.of(
            wish(TestingScalers.minimal("a"), 5, 40), wish(TestingScalers.minimal("b"), 9, 40)));
    assertEquals(List.of("b", "a"), tried);
  }

  @Test
  void conditions_keep_the_time_of_their_last_change() {
    PredictiveScalerStatus first = wish(TestingScalers.minimal("web"), 5, 40).status();
    clock.pass(Duration.ofMinutes(3));
    PredictiveScalerStatus later =
        new StatusComposer(Mode.OBSERVE)
            .compose(
                TestingScalers.entry(TestingScalers.minimal("web")),
                Optional.empty(),
                Optional.empty(),
                LastActions.NONE,
                Optional.of(first),
                clock.instant());
    assertEquals("Unknown", later.conditions().get(0).status());
    assertEquals(clock.instant().toString(), later.conditions().get(0).lastTransitionTime());
    assertEquals("TargetFound", later.conditions().get(1).type());
    assertEquals(
        first.conditions().get(1).lastTransitionTime(),
        later.conditions().get(1).lastTransitionTime());
    assertTrue(later.worth().equals(first.worth()), "what was saved is not forgotten");
  }

  private void pass(int floor) {
    writer.write(List.of(wish(TestingScalers.minimal("web"), floor, 40)));
  }

  private List<StatusWriter.Wish> wishes(String... names) {
    return List.of(names).stream().map(name -> wish(TestingScalers.minimal(name), 5, 40)).toList();
  }

  private StatusWriter.Wish wish(ScalerObject object, int floor, double demand) {
    LastDecision last =
        new LastDecision(
            clock.instant(),
            OptionalDouble.of(demand),
            OptionalInt.of(4),
            Optional.of(
                new LastDecision.Counts(Action.NO_ACTION, 4, 4, OptionalInt.of(floor), true)),
            List.of(),
            List.of(new ReasonLink("Hpa", "the HPA's rule asks for 4")),
            new Worth(1.25, 0, 0.05));
    return new StatusWriter.Wish(
        object,
        new StatusComposer(Mode.OBSERVE)
            .compose(
                TestingScalers.entry(object),
                Optional.of(last),
                Optional.empty(),
                LastActions.NONE,
                writer.known(object),
                clock.instant()));
  }
}
