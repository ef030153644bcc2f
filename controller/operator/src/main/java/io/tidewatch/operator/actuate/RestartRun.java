package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One restart under way: looks, lets {@link Restart} say what follows, and does it. */
public final class RestartRun {
  private final Plan plan;
  private final Function<PodName, Evictor.Result> evictor;
  private final Surge surge;
  private Restart restart;
  private boolean held;
  private boolean evicted;
  private boolean done;
  private String text = "";

  /**
   * Which pod, and how patiently.
   *
   * @param pods that the workload had before anything was done
   * @param max pods it may have
   * @param patience how long pods may take to become ready (wall time)
   * @param step of the timescale (wall time)
   */
  public record Plan(PodName victim, int pods, int max, Duration patience, Duration step) {
    public Plan {
      Objects.requireNonNull(victim, "victim");
      Objects.requireNonNull(patience, "patience");
      Objects.requireNonNull(step, "step");
    }
  }

  /** Makes one pod more for a while. */
  public interface Surge {
    /** See to it that there are so many pods. */
    Held hold(int pods);

    /** Let the workload go back to so many. */
    Held letGo(int pods);
  }

  /**
   * What came of it.
   *
   * @param refused whether another try would not help
   * @param again whether another try may
   */
  public record Held(boolean refused, boolean again, String text) {
    public Held {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Where it stands.
   *
   * @param over whether nothing is left to do
   * @param replaced whether the pod is gone and another one ready
   * @param evicted whether the pod is on its way out, or gone
   */
  public record Status(
      boolean over, boolean replaced, boolean evicted, RestartReason why, String text) {}

  private RestartRun(
      Plan plan, Function<PodName, Evictor.Result> evictor, Surge surge, Restart restart) {
    this.plan = plan;
    this.evictor = evictor;
    this.surge = surge;
    this.restart = restart;
  }

  /** Begins; nothing is written before the first look. */
  public static RestartRun begin(
      Plan plan, Function<PodName, Evictor.Result> evictor, Surge surge, Instant now) {
    Restart restart = Restart.begin(sight(plan, 0, true, Optional.empty()), now, plan.patience());
    return new RestartRun(plan, evictor, surge, restart);
  }

  /** Goes on with what another process has begun and may have held. */
  public static RestartRun resume(
      Plan plan, Function<PodName, Evictor.Result> evictor, Surge surge, Instant now) {
    RestartRun resumed = begin(plan, evictor, surge, now);
    resumed.held = true;
    return resumed;
  }

  /** Whether it needs, or has, one pod more than there were. */
  public boolean surges() {
    return plan.pods() <= 1;
  }

  /**
   * Looks and does the next thing, at most one.
   *
   * @param ready pods that are ready now
   * @param victimThere whether the pod that was meant is still there
   */
  public Status advance(int ready, boolean victimThere, Instant now) {
    restart = after(ready, victimThere, Optional.empty(), now);
    evicted |= !victimThere;
    switch (restart.step(now)) {
      case HOLD_ONE_MORE -> hold();
      case EVICT -> evict(ready, victimThere, now);
      case LET_GO -> letGo();
      case WAIT -> done = restart.over();
    }
    return status();
  }

  /** Gives up what has not been asked for yet. */
  public void abandon(RestartReason why) {
    restart = restart.abandoned(why);
  }

  private void hold() {
    held = true;
    Held answer = surge.hold(plan.pods() + 1);
    text = answer.text();
    if (answer.refused()) {
      restart = restart.abandoned(RestartReason.NO_WAY_TO_SURGE);
    }
  }

  private void evict(int ready, boolean victimThere, Instant now) {
    Evictor.Result answer = evictor.apply(plan.victim());
    evicted |= answer.reason() == EvictionReason.EVICTED;
    text = answer.text();
    restart = after(ready, victimThere, Optional.of(answer), now);
  }

  private void letGo() {
    done = !held || !surge.letGo(plan.pods()).again();
  }

  private Restart after(
      int ready, boolean victimThere, Optional<Evictor.Result> answer, Instant now) {
    return restart.after(
        sight(plan, ready, victimThere, answer), now, plan.patience(), plan.step());
  }

  private static RestartSight sight(
      Plan plan, int ready, boolean victimThere, Optional<Evictor.Result> answer) {
    return new RestartSight(plan.pods(), ready, plan.max(), victimThere, answer);
  }

  private Status status() {
    boolean replaced = restart.phase() == Restart.Phase.SETTLED;
    return new Status(done, replaced, evicted, restart.why(), text);
  }
}
