package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Timescale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UsualDemandTest {
  private static final long STEP = Timescale.realTime().stepIndex(Samples.T0);

  private final List<Instant> asked = new ArrayList<>();
  private Fleet fleet;

  @Test
  void it_is_the_mean_of_the_last_days_hours_and_read_again_after_an_hour() {
    UsualDemand usual = of(at -> Reading.of(at.equals(Samples.T0) ? 34 : 10));
    usual.readDayUntil(STEP, fleet);
    assertEquals(OptionalDouble.of(11), usual.of(Samples.WEB));
    assertEquals(24, asked.size());
    usual.readDayUntil(STEP + 59, fleet);
    assertEquals(24, asked.size());
    usual.readDayUntil(STEP + 60, fleet);
    assertEquals(48, asked.size());
  }

  @Test
  void a_server_that_is_down_is_asked_once_and_again_at_the_next_step() {
    UsualDemand usual = of(at -> Reading.unknown(Why.metricsDown("refused")));
    usual.readDayUntil(STEP, fleet);
    usual.readDayUntil(STEP + 1, fleet);
    assertEquals(2, asked.size());
    assertTrue(usual.of(Samples.WEB).isEmpty());
  }

  @Test
  void a_history_shorter_than_a_day_counts_as_far_as_it_reaches() {
    Instant begin = Samples.T0.minusSeconds(2 * 3_600);
    UsualDemand usual =
        of(at -> at.isBefore(begin) ? Reading.unknown(Why.noValue("")) : Reading.of(6));
    usual.readDayUntil(STEP, fleet);
    assertEquals(OptionalDouble.of(6), usual.of(Samples.WEB));
    assertEquals(4, asked.size());
  }

  @Test
  void a_new_workload_is_read_at_once() {
    UsualDemand usual = of(at -> Reading.of(10));
    usual.readDayUntil(STEP, new Fleet(fleet.observer(), List.of()));
    assertTrue(usual.of(Samples.WEB).isEmpty());
    usual.readDayUntil(STEP + 1, fleet);
    assertEquals(OptionalDouble.of(10), usual.of(Samples.WEB));
  }

  private UsualDemand of(Function<Instant, Reading> demand) {
    Observer observer =
        new Observer() {
          @Override
          public Observation observe(Instant at) {
            throw new AssertionError("only settled values are wanted");
          }

          @Override
          public Observation settledDemand(Instant at) {
            asked.add(at);
            return new Observation(Map.of(Samples.WEB, demand.apply(at)), Map.of());
          }
        };
    fleet = new Fleet(observer, List.of(new WorkloadControl(Samples.rules(Samples.WEB))));
    return new UsualDemand(Timescale.realTime());
  }
}
