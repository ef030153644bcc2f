package io.tidewatch.local.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One live demo, measured and simulated.
 *
 * @param ground what it ran on
 * @param upSeconds until the cluster was up
 * @param readySeconds until both copies were Ready
 * @param from when the scored part began
 * @param startSeconds nominal time from a pod's creation to Ready that the simulator was given
 * @param lateMillis of the load generator's sending, 99th percentile
 * @param landed in the feature store while the race ran
 * @param ours what Tidewatch did, if it ran
 * @param faulty pods that were given a fault
 * @param seconds of each part of the demo
 */
record LiveReport(
    Instant madeAt,
    String machine,
    LivePlan plan,
    Demand demand,
    String ground,
    double upSeconds,
    double readySeconds,
    int nodes,
    Instant from,
    List<SideResult> sides,
    List<Simulation> simulated,
    int startSeconds,
    double lateMillis,
    Optional<Landed> landed,
    Optional<Ours> ours,
    List<FaultyPod> faulty,
    List<String> notes,
    Map<String, Double> seconds) {
  LiveReport {
    sides = List.copyOf(sides);
    simulated = List.copyOf(simulated);
    faulty = List.copyOf(faulty);
    notes = List.copyOf(notes);
  }

  /** That of this run or, where it has none, the last one that was measured. */
  Optional<NoiseBand> band() {
    return NoiseBand.of(sides)
        .or(() -> ours.isPresent() ? Optional.of(NoiseBand.LAST_MEASURED) : Optional.empty());
  }

  /** Who won by how much, if two policies ran. */
  Optional<Verdict> verdict() {
    Optional<SideResult> tidewatch = sides.stream().filter(s -> s.side().ours()).findFirst();
    Optional<SideResult> hpa = sides.stream().filter(s -> !s.side().ours()).findFirst();
    return tidewatch
        .filter(side -> hpa.isPresent() && band().isPresent())
        .map(side -> Verdict.of(hpa.get(), side, band().get()));
  }

  /** What it is called. */
  String title() {
    return verdict().isPresent()
        ? "Tidewatch beside the real HPA: two equal copies, the same requests, real pods"
        : "Real pods under the real HPA, two equal copies under the same load";
  }

  /** Seconds (wall) from creation to Ready of every pod that was added. */
  double[] starts() {
    return sides.stream()
        .flatMap(side -> side.startSeconds().stream())
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  /** Measured requests/s of each scored step, the same on all sides. */
  double[] demandBySteps() {
    double seconds = plan.step().toSeconds();
    return sides.get(0).steps().stream().mapToDouble(step -> step.offered() / seconds).toArray();
  }

  /** Times every nominal quarter of a minute. */
  List<Instant> quarters() {
    Duration quarter = plan.step().dividedBy(4);
    return Stream.iterate(from, at -> at.plus(quarter)).limit(4L * plan.steps()).toList();
  }
}
