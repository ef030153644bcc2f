package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.outcome.ActionDesk;
import io.tidewatch.operator.outcome.Sight;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.Set;

/** Hands whose work is followed up: what a decision has seen is looked at before it is acted on. */
record WatchedHands(Hands hands, ActionDesk desk, Clock clock) implements Hands {
  @Override
  public void act(Decided decided) {
    desk.saw(decided.workload(), decided.at(), decided.evidence().map(all -> sight(decided, all)));
    hands.act(decided);
  }

  private static Sight sight(Decided decided, Evidence evidence) {
    DecisionInputs inputs = evidence.inputs();
    OptionalDouble load = evidence.hpa().load();
    return new Sight(
        decided.at(),
        inputs.demand(),
        load,
        inputs.ready(),
        inputs.all(),
        evidence.hpa().ready(),
        evidence.hpa().all());
  }

  @Override
  public Mode mode(WorkloadId workload) {
    return hands.mode(workload);
  }

  @Override
  public void leave(Set<WorkloadId> gone) {
    desk.leave(gone, clock.instant());
    hands.leave(gone);
  }

  @Override
  public void close() {
    hands.close();
  }
}
