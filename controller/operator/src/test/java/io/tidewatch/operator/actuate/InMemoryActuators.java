package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One HPA of an API server that may fail at any request, the processes that act on it, and the
 * user. What is written survives all of them; what a process believes dies with it.
 */
public final class InMemoryActuators {
  private static final HpaName NAME = new HpaName("shop", "api");

  /** What becomes of a request. */
  public enum Fault {
    NONE(0),
    CONFLICT(409),
    GONE(410),
    THROTTLED(429),
    THROTTLED_WITH_RETRY_AFTER(429),
    ERROR(500),
    UNAVAILABLE(503),
    SILENCE_AND_NOTHING_DONE(0),
    SILENCE_AND_ALL_DONE(0),
    KILL_BEFORE(0),
    KILL_AFTER(0);

    private final int status;

    Fault(int status) {
      this.status = status;
    }

    Answer answer() {
      if (status == 0) {
        return Answer.none("the test's line is silent");
      }
      Optional<Duration> after =
          this == THROTTLED_WITH_RETRY_AFTER
              ? Optional.of(Duration.ofSeconds(40))
              : Optional.empty();
      return new Answer(status, after, Wire.object().put("message", "so the test wants"));
    }
  }

  /** What ends a process in the middle of a request: nothing of ours catches it. */
  public static final class Killed extends Error {}

  private final TestingClock clock;
  private Optional<InMemoryHpas> server = Optional.empty();
  private Optional<HpaObject> older = Optional.empty();
  private Optional<Look> latest = Optional.empty();
  private Fault fault = Fault.NONE;
  private int spared;
  private int made;
  private int writes;

  /** An HPA as its user has written it. */
  public InMemoryActuators(TestingClock clock, int min, int max, int target) {
    this.clock = clock;
    create(min, max, target);
  }

  /** One process: all it believes is in here. */
  public final class Process {
    private final HpaFloor floor;

    private Process(Fence fence) {
      this.floor = new HpaFloor(new Wired(), fence, clock);
    }

    /** As {@link Actuators} does it. */
    public Deed run(Errand errand) {
      if (!(errand instanceof Errand.Floor asked)) {
        return Deed.of(FloorResult.of(FloorReason.NOTHING_TO_DO, "not about an HPA"));
      }
      if (server.isEmpty()) {
        return Deed.of(FloorResult.of(FloorReason.HPA_MISSING, "it was deleted"));
      }
      Optional<HpaObject> seen = older.or(() -> Optional.of(look().hpa()));
      older = Optional.empty();
      return Deed.of(floor.pursue(NAME, asked.wish(), seen));
    }

    /** As a replica or the command does it. */
    public void sweep() {
      floor.pursue(NAME, new FloorWish.Sweep());
    }
  }

  /** A process that remembers nothing yet. */
  public Process process(Fence fence) {
    return new Process(fence);
  }

  /** Some requests succeed, then one fails like this, then all is well again. */
  public void failAfter(int requests, Fault how) {
    spared = requests;
    fault = how;
  }

  /** The next listing shows the HPA as it is now, whatever happens until then. */
  public void lateListing() {
    older = exists() ? Optional.of(look().hpa()) : Optional.empty();
  }

  /** Writes of ours that have changed something so far. */
  public int writes() {
    return writes;
  }

  private Optional<JsonNode> body() {
    return server.map(hpas -> hpas.get(NAME).body());
  }

  /** One version of the HPA, read once: schedules look far more often than anything is written. */
  private record Look(
      int version,
      HpaObject hpa,
      int target,
      Optional<FloorMark> mark,
      Optional<Conflict> conflict) {
    static Look at(int version, JsonNode body) {
      HpaObject hpa = HpaObject.read(body);
      return new Look(
          version,
          hpa,
          body.at("/spec/metrics/0/resource/target/averageUtilization").asInt(),
          hpa.mark().flatMap(FloorMark::parse),
          hpa.conflict().flatMap(Conflict::parse));
    }
  }

  private Look look() {
    int now = version();
    if (latest.filter(look -> look.version() == now).isEmpty()) {
      latest = Optional.of(Look.at(now, body().orElseThrow()));
    }
    return latest.get();
  }

  // No version is given twice, not even to another HPA of the same name.
  private int version() {
    return server.map(InMemoryHpas::version).orElse(0);
  }

  private final class Wired implements Hpas {
    @Override
    public Answer get(HpaName name) {
      return request(() -> server.map(hpas -> hpas.get(name)).orElseGet(Wired::missing), false);
    }

    @Override
    public Answer apply(HpaName name, JsonNode object, boolean force) {
      return request(
          () -> server.map(hpas -> hpas.apply(name, object, force)).orElseGet(Wired::missing),
          true);
    }

    @Override
    public Answer merge(HpaName name, JsonNode patch) {
      return request(
          () -> server.map(hpas -> hpas.merge(name, patch)).orElseGet(Wired::missing), true);
    }

    private static Answer missing() {
      return new Answer(404, Optional.empty(), Wire.object());
    }
  }

  private interface Heard {
    Answer byServer();
  }

  private Answer request(Heard heard, boolean write) {
    Fault now = next(write);
    if (now == Fault.NONE) {
      return counted(heard);
    }
    if (now == Fault.KILL_BEFORE) {
      throw new Killed();
    }
    if (now == Fault.SILENCE_AND_ALL_DONE || now == Fault.KILL_AFTER) {
      counted(heard);
    }
    if (now == Fault.KILL_AFTER) {
      throw new Killed();
    }
    return now.answer();
  }

  private Answer counted(Heard heard) {
    int before = version();
    Answer answer = heard.byServer();
    writes += before == version() ? 0 : 1;
    return answer;
  }

  private Fault next(boolean write) {
    boolean kill = fault == Fault.KILL_BEFORE || fault == Fault.KILL_AFTER;
    if (fault == Fault.NONE || (kill && !write) || spared-- > 0) {
      return Fault.NONE;
    }
    Fault now = fault;
    fault = Fault.NONE;
    return now;
  }

  // The user's side.

  /** Another object of the same name, by {@code kubectl apply}. */
  public void create(int min, int max, int target) {
    made++;
    server = Optional.of(new InMemoryHpas(NAME, "uid-" + made, 1_000 * made));
    apply(min, max, target);
  }

  public void delete() {
    server = Optional.empty();
  }

  public boolean exists() {
    return server.isPresent();
  }

  /** {@code kubectl apply}. */
  public void apply(int min, int max, int target) {
    ObjectNode patch = manifest(min, max, target);
    patch
        .putObject("metadata")
        .putObject("annotations")
        .put(
            "kubectl.kubernetes.io/last-applied-configuration",
            manifest(min, max, target).toString());
    server.orElseThrow().merge("kubectl-client-side-apply", patch);
  }

  /** {@code kubectl patch} of the minimum alone. */
  public void patchMin(int min) {
    ObjectNode patch = Wire.object();
    patch.putObject("spec").put("minReplicas", min);
    server.orElseThrow().merge("kubectl-patch", patch);
  }

  private static ObjectNode manifest(int min, int max, int target) {
    ObjectNode body = Wire.object();
    body.putObject("spec")
        .put("minReplicas", min)
        .put("maxReplicas", max)
        .set("metrics", InMemoryHpas.cpu(target));
    return body;
  }

  /** The HPA's minimum now. */
  public int min() {
    return look().hpa().min();
  }

  public int max() {
    return look().hpa().max();
  }

  /** The target of its metric now, in per cent. */
  public int target() {
    return look().target();
  }

  /** When the floor that stands there ends. */
  public Optional<Instant> floorEnds() {
    return look().mark().map(FloorMark::expires);
  }

  /** The terms under which the floor that stands there was written. */
  public Optional<String> floorTerms() {
    return look().mark().map(FloorMark::terms);
  }

  /** Whether a floor of ours holds the minimum, or the target. */
  public boolean holds(boolean minimum) {
    HpaField field = minimum ? HpaField.MIN_REPLICAS : HpaField.METRICS;
    return look().mark().filter(mark -> mark.wrote().fields().contains(field)).isPresent();
  }

  /** Until when a fight is remembered, and under which terms. */
  public Optional<Truce> truce() {
    return look().conflict().map(fight -> new Truce(fight.until(), fight.terms()));
  }

  /** A fight that is remembered on the HPA. */
  public record Truce(Instant until, String terms) {}

  /** Whether anything on the object bears our name. */
  public boolean bearsOurName() {
    JsonNode meta = body().orElseThrow().path("metadata");
    return meta.path("annotations").toString().contains("tidewatch.io")
        || meta.path("managedFields").toString().contains("tidewatch");
  }

  @Override
  public String toString() {
    return body().map(JsonNode::toString).orElse("no HPA");
  }
}
