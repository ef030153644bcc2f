package io.tidewatch.local.live;

import io.tidewatch.processes.ProcessException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serving is killed in the middle of a race. What must follow: the trusted target goes back within
 * two steps, the last floor ends at its time, and the HPA is its user's again.
 */
final class LostServing {
  private final Release release;
  private final LivePlan plan;
  private final LiveFault fault;
  private final Clock clock;
  private final Consumer<String> told;
  private Optional<Instant> killed = Optional.empty();

  LostServing(Release release, LivePlan plan, LiveFault fault, Clock clock, Consumer<String> told) {
    this.release = release;
    this.plan = plan;
    this.fault = fault;
    this.clock = clock;
    this.told = told;
  }

  /** Kills it once its minute has come; an API that does not answer is asked again. */
  void look(int minute) {
    if (killed.isPresent() || minute < fault.at(plan.steps())) {
      return;
    }
    try {
      release.killServing();
      killed = Optional.of(clock.instant());
      told.accept("serving was killed, and stays away");
    } catch (ProcessException noAnswer) {
      told.accept("serving could not be killed: " + noAnswer.getMessage());
    }
  }

  /** What became of the HPA until a time, as people read it; empty if its minute never came. */
  Optional<String> outcome(Observer.Seen seen, Instant until) {
    return killed.map(at -> text(plan, at, seen.target(), seen.floor(), until));
  }

  static String text(
      LivePlan plan, Instant killed, Replicas target, Replicas floor, Instant until) {
    double users = LivePlan.CAPACITY * LivePlan.TARGET;
    return "Serving was killed; %s, %s."
        .formatted(
            told(plan, "the trusted target", since(target, killed, users), killed, until),
            told(plan, "the floor", since(floor, killed, LivePlan.FEWEST_PODS), killed, until));
  }

  private static String told(
      LivePlan plan, String what, Optional<Instant> back, Instant killed, Instant until) {
    if (back.isEmpty()) {
      return "%s was not back %.1f nominal minutes later"
          .formatted(what, plan.minutes(Duration.between(killed, until)));
    }
    return back.get().equals(killed)
        ? what + " did not stand then"
        : "%s went back %.1f nominal minutes later"
            .formatted(what, plan.minutes(Duration.between(killed, back.get())));
  }

  /** From when on a value was, and stayed, what it is to be; the time of the kill if it was so. */
  static Optional<Instant> since(Replicas values, Instant killed, double wanted) {
    Optional<Instant> since = values.at(killed) == wanted ? Optional.of(killed) : Optional.empty();
    for (Map.Entry<Instant, Double> later : values.samples().tailMap(killed, false).entrySet()) {
      boolean is = later.getValue() == wanted;
      since = is ? since.or(() -> Optional.of(later.getKey())) : Optional.empty();
    }
    return since;
  }
}
