package io.tidewatch.operator.outcome;

import io.tidewatch.operator.crd.LastActions.Done;
import io.tidewatch.operator.crd.LastActions.Judged;
import io.tidewatch.policy.outcome.RollbackRule;
import io.tidewatch.policy.outcome.Service;
import java.time.Instant;
import java.util.Optional;

/** All that is followed about one workload; touched under the desk's lock. */
final class Followed {
  Optional<ScaleWindow> floor = Optional.empty();
  Optional<ScaleWindow> target = Optional.empty();
  Optional<RestartWindow> restart = Optional.empty();
  RollbackRule rule = RollbackRule.WATCHING;

  /** Whether the trusted target is in force, as far as this process knows. */
  boolean raised;

  Instant watchUntil = Instant.MIN;
  Optional<Instant> seen = Optional.empty();
  Service service = Service.UNKNOWN;

  /** Whether a roll-back waits for the API server to have carried it out. */
  boolean rollingBack;

  /** Whether an incident about a roll-back is open. */
  boolean incident;

  Optional<Done> done = Optional.empty();
  Optional<Judged> judged = Optional.empty();
}
