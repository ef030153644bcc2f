package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One HPA of a test with its user, and what a test asks about it. */
final class FloorStage {
  static final Duration TTL = Duration.ofMinutes(10);
  static final Duration DAY = Duration.ofDays(1);

  final HpaName name;
  final Hpas hpas;
  final TestingUser user;
  final TestingClock clock = new TestingClock(Instant.parse("2026-11-24T12:00:00Z"));
  private HpaFloor process;

  FloorStage(HpaName name, Hpas hpas, TestingUser user) {
    this.name = name;
    this.hpas = hpas;
    this.user = user;
    restartProcess();
  }

  /** How a user changes the HPA: minimum, maximum and the target of its CPU metric, in per cent. */
  interface TestingUser {
    boolean applies(int min, int max, int target);

    /** Without {@code --force-conflicts}. */
    boolean appliesServerSide(int min, int max, int target);
  }

  /** A new process, which remembers nothing. */
  void restartProcess() {
    process = new HpaFloor(hpas, Fence.none(), clock);
  }

  static FloorWish.Hold floor(int floor) {
    return floor(floor, Optional.empty());
  }

  static FloorWish.Hold floor(int floor, Optional<TargetRaise> raise) {
    return new FloorWish.Hold(new FloorOrder("d-1", "shop/web", "1", floor, raise, TTL, DAY));
  }

  FloorResult pursue(FloorWish wish) {
    return process.pursue(name, wish);
  }

  FloorResult sweep() {
    return new HpaFloor(hpas, Fence.none(), clock).pursue(name, new FloorWish.Sweep());
  }

  JsonNode live() {
    return hpas.get(name).body();
  }

  int min() {
    return live().at("/spec/minReplicas").asInt();
  }

  int target() {
    return live().at("/spec/metrics/0/resource/target/averageUtilization").asInt();
  }

  String version() {
    return live().at("/metadata/resourceVersion").asText();
  }

  /** Whether anything on the object bears our name. */
  boolean bearsOurName() {
    JsonNode meta = live().path("metadata");
    return meta.path("annotations").toString().contains("tidewatch.io")
        || meta.path("managedFields").toString().contains("tidewatch");
  }
}
