package io.tidewatch.operator.size;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.InMemoryNotes;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.crd.LastDeed;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.TestingScalers;
import io.tidewatch.policy.size.Jvm;
import io.tidewatch.policy.size.Need;
import io.tidewatch.policy.size.Needs;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.RightSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A sizer of one workload that needs half of what it asks for, and what it has told whom. */
final class SizeStage {
  /** A Tuesday. */
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  static final String SIZE = "cpu 500m, memory 500Mi";
  static final String BACK = "cpu 1000m, memory 1000Mi";
  static final String NIGHTS =
      "  changeWindows: [{name: night, start: \"02:00\", end: \"04:00\"}]\nmode: act\n";
  static final String NO_WINDOWS = "mode: act\n";

  static final Optional<SizeSights.Hpa> HPA_AT_60 =
      Optional.of(new SizeSights.Hpa("web", List.of(60), false, Optional.empty()));

  private static final double MIB = 1024 * 1024;

  /** Later than any stage's days. */
  private static final Instant FRESH = Instant.parse("2100-01-01T00:00:00Z");

  final List<SizeNews> news = new ArrayList<>();
  final WorkloadId workload;

  /** On the Lease: another stage may have the same. */
  InMemoryNotes notes = new InMemoryNotes();

  List<ScalerPlan> plans;
  Mode limit = Mode.ACT;
  boolean leads = true;
  boolean healing;
  int asked;

  /** What serving says; the half of 1 core and 1000 MiB. */
  SizeSource.Said said =
      new SizeSource.Said(Optional.of(advice()), Optional.of(FRESH), Optional.empty());

  Instant now;
  private final SizeCluster cluster;
  private final Path state;
  private Sizer process;

  SizeStage(SizeCluster cluster, Path state, Instant now, String namespace, String rules) {
    this.cluster = cluster;
    this.state = state;
    this.now = now;
    this.workload = new WorkloadId(namespace, WorkloadId.DEPLOYMENT, "web");
    this.plans = plans(namespace, rules);
    restartProcess();
  }

  static Path folder(Path state, String name) {
    try {
      return Files.createDirectory(state.resolve(name));
    } catch (IOException full) {
      throw new AssertionError(full);
    }
  }

  static List<ScalerPlan> plans(String namespace, String rules) {
    return TestingScalers.plans(
            TestingScalers.of(
                namespace,
                "web",
                "scaleTargetRef: {name: web}\nmaxReplicas: 9\nresize:\n  enabled: true\n"
                    + "  everyMinutes: 1\n"
                    + rules))
        .plans();
  }

  /** A new process with the same state directory. */
  void restartProcess() {
    SizeParts parts =
        new SizeParts(
            () -> leads,
            Timescale.realTime(),
            state,
            notes,
            () -> plans,
            () -> limit,
            any -> healing,
            news::add,
            Clock.systemUTC());
    process =
        Sizer.of(
            parts,
            cluster,
            any -> {
              asked++;
              return said;
            });
  }

  /** Time goes by, four looks a minute. */
  void minutes(int count) {
    for (int i = 0; i < 4 * count; i++) {
      now = now.plusSeconds(15);
      look();
    }
  }

  void until(Instant then) {
    while (now.isBefore(then)) {
      now = now.plus(Duration.ofMinutes(5));
      look();
    }
  }

  void look() {
    process.tick(now);
  }

  boolean busy() {
    return process.busyWith(workload);
  }

  String condition() {
    return process.of(workload).map(LastDeed::code).orElse("");
  }

  String text() {
    return process.of(workload).map(LastDeed::text).orElse("");
  }

  void says(double needed, double asked) {
    said =
        new SizeSource.Said(
            Optional.of(advice(needed, asked)), Optional.of(FRESH), Optional.empty());
  }

  private static Need need(double target) {
    return new Need.Estimate(target, 0.9 * target, 1.1 * target, 0.86 * target, 8, 10_000);
  }

  List<String> codes() {
    return news.stream().map(SizeNews::code).toList();
  }

  static RightSize advice() {
    return advice(0.5, 1);
  }

  /** So many times 1 core and 1000 MiB are needed, and asked for now. */
  static RightSize advice(double needed, double asked) {
    Need cpu = need(needed);
    Need memory = need(needed * 1_000 * MIB);
    OptionalDouble cores = OptionalDouble.of(asked);
    OptionalDouble bytes = OptionalDouble.of(asked * 1_000 * MIB);
    return RightSize.of(
        new Needs(cpu, memory), Jvm.none(), Optional.of(new Resources(cores, cores, bytes, bytes)));
  }
}
