package io.tidewatch.policy.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a container should ask for, beside what it asks for now.
 *
 * <p>Limits follow their requests in the present ratio, so that the class of service stays; a pod
 * without any request keeps none. A resource whose need is unknown stays as it is.
 *
 * <p>A Java machine takes what it was given whether it needs it or not, and is killed when it
 * cannot. So memory is never below 1.15 times its largest heap (the margin stands for what lies
 * outside of the heap). The heap may be a share of the limit, and shrink with it: then it must
 * still hold twice what is alive after a collection. Where one of the two is unknown, nothing is
 * lowered.
 *
 * @param needs what it was seen to need
 * @param current what it asks for now, if that is known
 * @param recommended what it should ask for; empty if the present is unknown
 * @param notes what a reader must know about it
 */
public record RightSize(
    Needs needs, Optional<Resources> current, Optional<Resources> recommended, List<String> notes) {
  private static final double HEAP_MARGIN = 1.15;
  private static final double HEAP_PER_LIVE = 2;
  private static final double MIB = 1024 * 1024;

  public RightSize {
    Objects.requireNonNull(needs, "needs");
    Objects.requireNonNull(current, "current");
    Objects.requireNonNull(recommended, "recommended");
    notes = List.copyOf(notes);
  }

  /** The right size. */
  public static RightSize of(Needs needs, Jvm jvm, Optional<Resources> current) {
    List<String> notes = new ArrayList<>();
    Needs held = new Needs(needs.cpu(), withHeap(needs.memory(), jvm, notes));
    if (current.isEmpty()) {
      notes.add("the present requests and limits are not known, so no limit is recommended");
      return new RightSize(held, current, Optional.empty(), notes);
    }
    Resources now = current.get();
    if (now.qos() == Resources.Qos.BEST_EFFORT) {
      notes.add("it has no requests, and any would change its class of service: set them by hand");
      return new RightSize(held, current, current, notes);
    }
    Resources next = fitted(held, jvm, now, notes);
    if (next.qos() != now.qos()) {
      notes.add("the class of service would change, so nothing is recommended");
      next = now;
    }
    return new RightSize(held, current, Optional.of(next), notes);
  }

  private static Need withHeap(Need memory, Jvm jvm, List<String> notes) {
    if (memory.estimate().isEmpty() || jvm.maxHeap().isEmpty()) {
      return memory;
    }
    Need.Estimate seen = memory.estimate().get();
    double floor = HEAP_MARGIN * jvm.maxHeap().getAsDouble();
    if (floor <= seen.target()) {
      return memory;
    }
    notes.add("memory is held at 1.15 times the Java heap's largest size");
    return new Need.Estimate(
        floor,
        seen.lower(),
        Math.max(seen.upper(), floor),
        seen.observed(),
        seen.days(),
        seen.samples());
  }

  private static Resources fitted(Needs needs, Jvm jvm, Resources now, List<String> notes) {
    OptionalDouble cpu = rounded(needs.cpu(), 1_000, now.cpuRequest());
    OptionalDouble memory = rounded(needs.memory(), 1 / MIB, now.memoryRequest());
    if (needs.memory().estimate().isPresent() && now.memoryRequest().isPresent()) {
      double floor = heapFloor(jvm, now, notes);
      memory = OptionalDouble.of(Math.max(memory.orElseThrow(), floor));
    }
    return new Resources(
        cpu,
        inRatio(now.cpuLimit(), now.cpuRequest(), cpu),
        memory,
        inRatio(now.memoryLimit(), now.memoryRequest(), memory));
  }

  /** The least request with which the Java machine can live. */
  private static double heapFloor(Jvm jvm, Resources now, List<String> notes) {
    double request = now.memoryRequest().orElseThrow();
    if (!jvm.isPresent() || (jvm.maxHeap().isPresent() && now.memoryLimit().isEmpty())) {
      return 0;
    }
    if (jvm.maxHeap().isEmpty() || jvm.liveHeap().isEmpty()) {
      notes.add("memory is not lowered: of the Java heap only one of two sizes is known");
      return request;
    }
    double share = jvm.maxHeap().getAsDouble() / now.memoryLimit().getAsDouble();
    double limit = HEAP_PER_LIVE * jvm.liveHeap().getAsDouble() / share;
    double ratio = request / now.memoryLimit().getAsDouble();
    // A heap that is too small already is not this rule's to mend: the limit it has is enough.
    return Math.min(limit * ratio, request);
  }

  /** A target on the grid that people write, or what there is where the need is unknown. */
  private static OptionalDouble rounded(Need need, double perUnit, OptionalDouble present) {
    return need.estimate()
        .map(estimate -> OptionalDouble.of(Math.ceil(estimate.target() * perUnit) / perUnit))
        .orElse(present);
  }

  private static OptionalDouble inRatio(
      OptionalDouble limit, OptionalDouble request, OptionalDouble next) {
    if (limit.isEmpty() || next.equals(request)) {
      return limit;
    }
    return OptionalDouble.of(next.orElseThrow() * (limit.getAsDouble() / request.orElseThrow()));
  }
}
