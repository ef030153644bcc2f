package io.tidewatch.operator;

import io.tidewatch.operator.ActingSchedule.Event;
import io.tidewatch.operator.ActingSchedule.What;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Two replicas that decide and act on one HPA, through random schedules of demand, forecasts,
 * users, faults of the API server, kills and changes of leader: the safety rules hold after every
 * tick, and whatever ends a schedule leaves the HPA as its user wrote it.
 */
class ActingSchedulesTest {
  // As many as the suite has time for, the same each time.
  @Property(tries = 250, seed = "2026", shrinking = ShrinkingMode.BOUNDED)
  @AddLifecycleHook(ManySchedules.class)
  void the_safety_rules_survive_every_schedule(@ForAll("schedules") List<Event> schedule) {
    ActingSchedule run = new ActingSchedule();
    schedule.forEach(run::happens);
    run.endsWell(schedule.hashCode());
  }

  @Provide
  Arbitrary<List<Event>> schedules() {
    return Combinators.combine(
            Arbitraries.of(What.class),
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(30, 95))
        .as(Event::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
