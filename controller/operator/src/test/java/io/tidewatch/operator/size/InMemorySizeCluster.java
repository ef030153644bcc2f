package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeMark;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetState;
import io.tidewatch.operator.actuate.TemplateSight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One Deployment with pods, whose kubelet takes up a size at the next look. */
final class InMemorySizeCluster implements SizeCluster {
  static final WorkloadId WEB = WorkloadId.parse("shop/web");
  static final long MIB = 1024 * 1024;
  static final Map<Resource, Long> FORMER =
      Map.of(Resource.CPU, 1_000L, Resource.MEMORY, 1_000 * MIB);

  /** What somebody gives them by hand. */
  static final Map<Resource, Long> HUMAN = Map.of(Resource.CPU, 700L, Resource.MEMORY, 700 * MIB);

  /** What reached the API server and changed something. */
  final List<String> writes = new ArrayList<>();

  final List<Errand.Note> events = new ArrayList<>();

  /** Requests by pod. */
  final Map<String, Map<Resource, Long>> pods = new TreeMap<>();

  Map<Resource, Long> template = FORMER;
  Optional<SizeMark> mark = Optional.empty();
  Optional<String> keeper = Optional.empty();
  Optional<String> moving = Optional.empty();
  Optional<String> vpa = Optional.empty();
  Optional<String> listing = Optional.empty();
  Optional<String> trouble = Optional.empty();
  Optional<SizeSights.Hpa> hpa = Optional.empty();
  Set<String> restarting = Set.of();
  ResizeReason resized = ResizeReason.RESIZED;
  PodSize.State kubelet = PodSize.State.DONE;
  Optional<Instant> started = Optional.empty();
  boolean ready = true;
  boolean floorStands;

  /** Runs before and after every write: where a process may be killed. */
  Runnable aroundWrites = () -> {};

  InMemorySizeCluster(int count) {
    for (int pod = 1; pod <= count; pod++) {
      pods.put("web-" + pod, FORMER);
    }
  }

  static ContainerSize container(Map<Resource, Long> requests) {
    return new ContainerSize("main", requests, requests);
  }

  @Override
  public PodListing.Listed pods(String namespace) {
    if (listing.isPresent()) {
      return new PodListing.Listed(List.of(), listing);
    }
    return new PodListing.Listed(
        pods.keySet().stream().map(this::sight).toList(), Optional.empty());
  }

  private PodSight sight(String pod) {
    PodName name = new PodName("shop", pod, "uid-" + pod);
    return new PodSight(
        name,
        Optional.of(WEB),
        "node",
        Instant.EPOCH,
        started,
        ready,
        false,
        List.of(container(pods.get(pod))));
  }

  @Override
  public PodSize size(PodName pod) {
    return new PodSize(kubelet, "says the kubelet");
  }

  @Override
  public Seen<TemplateSight> template(TargetName target) {
    return new Seen<>(
        Optional.of(
            new TemplateSight(
                List.of(container(template)),
                restarting,
                keeper,
                mark,
                new TargetState(pods.size(), moving))),
        Optional.empty());
  }

  @Override
  public Seen<String> vpa(TargetName target) {
    return new Seen<>(vpa, trouble);
  }

  @Override
  public Seen<SizeSights.Hpa> hpa(TargetName target, String terms, Instant now) {
    return new Seen<>(hpa, Optional.empty());
  }

  @Override
  public Resizer.Result resize(
      PodName pod,
      String container,
      Optional<Map<Resource, Long>> from,
      Map<Resource, Long> wanted) {
    Map<Resource, Long> next = new TreeMap<>(pods.get(pod.name()));
    boolean ours =
        Stream.concat(from.stream(), Stream.of(wanted))
            .anyMatch(each -> next.entrySet().containsAll(each.entrySet()));
    if (!ours) {
      return new Resizer.Result(ResizeReason.CONFLICTING_OWNER, "another size");
    }
    next.putAll(wanted);
    if (next.equals(new TreeMap<>(pods.get(pod.name())))) {
      return new Resizer.Result(ResizeReason.AS_WANTED, "");
    }
    aroundWrites.run();
    if (resized == ResizeReason.RESIZED) {
      writes.add(pod.name() + " " + SizeWords.of(wanted));
      pods.put(pod.name(), next);
    }
    aroundWrites.run();
    return new Resizer.Result(resized, "says the server");
  }

  @Override
  public Resizer.Result write(TargetName target, ContainerSize before, SizeMark ours) {
    if (keeper.isPresent()) {
      return new Resizer.Result(ResizeReason.MANAGED_BY_GIT_OPS, keeper.get());
    }
    if (ours.standsIn(container(template))) {
      return new Resizer.Result(ResizeReason.AS_WANTED, "");
    }
    if (!before.equals(container(template))) {
      return new Resizer.Result(ResizeReason.CONFLICTING_OWNER, "changed since");
    }
    aroundWrites.run();
    Map<Resource, Long> next = new TreeMap<>(template);
    next.putAll(ours.wrote());
    template = next;
    mark = Optional.of(ours);
    writes.add("template " + SizeWords.of(ours.wrote()));
    // Its controller replaces all pods at once.
    pods.replaceAll((pod, former) -> next);
    aroundWrites.run();
    return new Resizer.Result(ResizeReason.RESIZED, "");
  }

  @Override
  public Resizer.Result retarget(String namespace, HpaTarget target) {
    int now = hpa.orElseThrow().cpuTargets().get(0);
    if (floorStands) {
      return new Resizer.Result(ResizeReason.FLOOR_STANDS, "");
    }
    if (now == target.to()) {
      return new Resizer.Result(ResizeReason.AS_WANTED, "");
    }
    aroundWrites.run();
    hpa = Optional.of(new SizeSights.Hpa("web", List.of(target.to()), false, Optional.empty()));
    writes.add("hpa " + target.to());
    aroundWrites.run();
    return new Resizer.Result(ResizeReason.AS_WANTED, "");
  }

  @Override
  public void event(Errand.Note note) {
    events.add(note);
  }
}
