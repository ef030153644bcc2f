package io.tidewatch.operator.heal;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.EvictionReason;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.RestartRun;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetState;
import io.tidewatch.operator.crd.ScalerPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One workload whose controller makes a new pod for each that is missing, ready at once or not. */
final class InMemoryCluster implements Cluster {
  static final WorkloadId WEB = WorkloadId.parse("shop/web");

  final List<String> writes = new ArrayList<>();
  final List<Errand.Note> events = new ArrayList<>();
  final List<PodSight> pods = new ArrayList<>();
  Instant now;
  EvictionReason eviction = EvictionReason.EVICTED;
  Optional<String> moving = Optional.empty();
  Optional<String> trouble = Optional.empty();
  boolean newOnesGetReady = true;
  boolean surgeRefused;

  /** Runs before and after every write: where a process may be killed. */
  Runnable aroundWrites = () -> {};

  int looks;
  private int wanted;
  private int made;

  InMemoryCluster(int wanted, Instant now) {
    this.wanted = wanted;
    this.now = now;
    fill(true);
  }

  int wanted() {
    return wanted;
  }

  private void fill(boolean ready) {
    while (pods.size() < wanted) {
      made++;
      PodName name = new PodName("shop", "web-" + made, "uid-" + made);
      pods.add(
          new PodSight(
              name, Optional.of(WEB), "node", now, Optional.of(now), ready, false, List.of()));
    }
  }

  @Override
  public PodListing.Listed pods(String namespace) {
    looks++;
    return new PodListing.Listed(trouble.isPresent() ? List.of() : pods, trouble);
  }

  @Override
  public TargetState target(TargetName target) {
    return new TargetState(wanted, moving);
  }

  @Override
  public Evictor.Result evict(PodName pod) {
    aroundWrites.run();
    writes.add("evict " + pod.name());
    if (eviction == EvictionReason.EVICTED) {
      pods.removeIf(each -> each.name().equals(pod));
      fill(newOnesGetReady);
    }
    aroundWrites.run();
    return new Evictor.Result(eviction, "said the server", Optional.empty());
  }

  @Override
  public RestartRun.Surge surge(ScalerPlan plan, PodName victim) {
    return new RestartRun.Surge() {
      @Override
      public RestartRun.Held hold(int count) {
        return scale("hold " + count, count);
      }

      @Override
      public RestartRun.Held letGo(int count) {
        return scale("let go " + count, count);
      }
    };
  }

  private RestartRun.Held scale(String what, int count) {
    aroundWrites.run();
    if (writes.isEmpty() || !writes.get(writes.size() - 1).equals(what)) {
      writes.add(what);
    }
    if (surgeRefused) {
      return new RestartRun.Held(true, false, "no HPA scales it");
    }
    wanted = count;
    fill(newOnesGetReady);
    while (pods.size() > wanted) {
      pods.remove(pods.size() - 1);
    }
    aroundWrites.run();
    return new RestartRun.Held(false, false, "");
  }

  @Override
  public void event(Errand.Note note) {
    events.add(note);
  }
}
