package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.DecisionRecord.Replicas;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;

/** Rule 1 and 2 of the safety rules, over arbitrary histories of one workload. */
class SafetyTest {
  /** What one sync of a history brings. */
  record Moment(double demand, boolean known, boolean forecastKnown, double forecast) {}

  @Property(tries = 100)
  void unknown_demand_never_lowers_anything(@ForAll("histories") List<Moment> history) {
    replay(
        history,
        (moment, decided) -> {
          Replicas count = counts(decided);
          if (!moment.known()) {
            assertTrue(count.wanted() >= count.before(), count + " on " + moment);
          }
        });
  }

  @Property(tries = 100)
  void the_count_stays_within_its_bounds(@ForAll("histories") List<Moment> history) {
    replay(
        history,
        (moment, decided) -> {
          int wanted = counts(decided).wanted();
          assertTrue(wanted >= 2 && wanted <= 60, wanted + " on " + moment);
        });
  }

  @Property(tries = 100)
  void every_decision_can_be_made_again_from_its_record(@ForAll("histories") List<Moment> history) {
    replay(
        history,
        (moment, decided) -> {
          Evidence written = decided.evidence().orElseThrow();
          Evidence read = read(Json.of(written).toString());
          assertEquals(written.inputs(), read.inputs());
          assertEquals(written.outcome(), DecisionReplay.replay(read));
          assertTrue(DecisionReplay.holds(read));
        });
  }

  @Test
  void a_clock_three_minutes_off_in_either_direction_freezes_and_lowers_nothing() {
    for (long skew : List.of(-180L, 180L)) {
      WorkloadControl control = new WorkloadControl(Samples.rules(Samples.API));
      for (int i = 0; i < 20; i++) {
        Instant now = Samples.T0.plusSeconds(15L * i);
        if (i % 4 == 0) {
          control.learn(sight(new Moment(50, true, true, 400), now.plusSeconds(skew)));
        }
        Decided decided = control.decide(now, Reading.of(50), Reading.of(9), Mode.ACT);
        Evidence evidence = decided.evidence().orElseThrow();
        assertTrue(evidence.inputs().withheld().isPresent(), "skew " + skew + " at " + i);
        assertTrue(!evidence.outcome().trusted(), "nothing is added or raised on it");
      }
    }
  }

  @Provide
  Arbitrary<List<Moment>> histories() {
    Arbitrary<Double> demand = Arbitraries.doubles().between(0, 900);
    Arbitrary<Boolean> mostly = Arbitraries.frequency(t(4, true), t(1, false));
    return Combinators.combine(demand, mostly, mostly, demand)
        .as(Moment::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static Tuple2<Integer, Boolean> t(int weight, boolean value) {
    return Tuple.of(weight, value);
  }

  private interface Check {
    void that(Moment moment, Decided decided);
  }

  private static void replay(List<Moment> history, Check check) {
    WorkloadControl control = new WorkloadControl(Samples.rules(Samples.API));
    Instant now = Samples.T0;
    for (int i = 0; i < history.size(); i++) {
      Moment moment = history.get(i);
      if (i % 4 == 0) {
        control.learn(sight(moment, now));
      }
      Reading demand =
          moment.known() ? Reading.of(moment.demand()) : Reading.unknown(Why.noValue("NaN"));
      check.that(moment, control.decide(now, demand, Reading.of(5), Mode.OBSERVE));
      now = now.plusSeconds(15);
    }
  }

  private static StepSight sight(Moment moment, Instant now) {
    Reading settled = Reading.of(moment.demand());
    ForecastAnswer answer =
        moment.forecastKnown()
            ? ForecastAnswer.of(Samples.forecast(Samples.API, now, moment.forecast()), Samples.GOOD)
            : ForecastAnswer.missing(Why.servingDown("refused"));
    long step = Samples.catalogue().timescale().stepIndex(now);
    return new StepSight(step, settled, settled, answer, OptionalDouble.of(100));
  }

  private static Replicas counts(Decided decided) {
    return Digest.of(decided, new Origin("tide", 1), 1).replicas().orElseThrow();
  }

  private static Evidence read(String text) {
    try {
      var record = Json.object();
      record.set(Journal.EVIDENCE, Json.parse(text));
      return DecisionReplay.read(record);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }
}
