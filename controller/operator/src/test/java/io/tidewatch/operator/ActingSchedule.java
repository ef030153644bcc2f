package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.InMemoryActuators;
import io.tidewatch.operator.actuate.InMemoryActuators.Fault;
import io.tidewatch.operator.actuate.InMemoryActuators.Killed;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One schedule: the HPA, its user, two replicas, and what must hold after every tick. */
final class ActingSchedule {
  private static final TargetName TARGET = new TargetName("shop", "apps/v1", "Deployment", "api");
  private static final Duration SYNC = Duration.ofSeconds(15);
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int SCALERS_MAX = 60;
  private static final WorkloadRules RULES = Samples.rules(Samples.API);
  private static final List<HeldOutError> BAD =
      List.of(new HeldOutError(5, 50, 10, 12, 0.9, 20, 1_000));

  /** No use as a forecast: ours is better, and earns its trust. */
  private static final Reading YESTERDAY = Reading.of(7);

  /** What may happen between two ticks. */
  enum What {
    DEMAND,
    DEMAND_UNKNOWN,
    FORECAST,
    FORECAST_LOST,
    FORECAST_STALE,
    TRUST_LOST,
    USER_APPLIES,
    USER_PATCHES_MIN,
    HPA_DELETED,
    SCALER_DELETED,
    SCALER_CHANGED,
    PAUSED,
    SCALE_IN_PAUSED,
    GOES_ON,
    SWITCHED,
    ROLLOUT,
    LEADER_CHANGES,
    NOBODY_LEADS,
    FAULT,
    LATE_LISTING,
    SWEEP,
    WAIT,
    KILL
  }

  /** One event; the numbers mean whatever it needs. */
  record Event(What what, int a, int b) {}

  private final TestingClock clock = new TestingClock(Samples.T0);
  private final InMemoryActuators hpa = HpaOwner.makes(clock);
  private final HpaOwner owner = new HpaOwner(hpa, clock);
  private final List<Replica> replicas = new ArrayList<>();
  private Reading demand = Reading.of(50);
  private ForecastAnswer forecast = ForecastAnswer.missing(Why.servingDown("not yet"));
  private Optional<Double> coming = Optional.of(400.0);
  private List<HeldOutError> heldOut = Samples.GOOD;
  private boolean scaler = true;
  private boolean held;
  private boolean keepPods;
  private boolean rolling;
  private Mode mode = Mode.ACT;
  private int leader = 1;
  private int started;
  private int ticks;
  private boolean trusted;
  private boolean forecastStands;

  ActingSchedule() {
    replicas.add(new Replica());
    replicas.add(new Replica());
    tick();
  }

  /** One process. */
  private final class Replica {
    private final int id = ++started;
    private boolean over;
    private final WorkloadControl control = new WorkloadControl(RULES);
    private final InMemoryActuators.Process process = hpa.process(() -> leader == id);
    private final ClusterHands hands =
        new ClusterHands(
            workload -> orders(), this::run, () -> leader == id, (workload, deed) -> {}, clock);

    // Hands survive a bug and log it; here it is a failure.
    private Deed run(Errand errand) {
      try {
        return process.run(errand);
      } catch (RuntimeException bug) {
        throw new AssertionError("a bug in what acts", bug);
      }
    }

    void learn() {
      long step = RULES.timescale().stepIndex(clock.instant());
      control.learn(new StepSight(step, demand, YESTERDAY, forecast, OptionalDouble.of(100)));
    }

    Decided decide() {
      return control.decide(clock.instant(), demand, Reading.of(9), hands.mode(Samples.API));
    }
  }

  private Optional<Orders> orders() {
    if (!scaler) {
      return Optional.empty();
    }
    return Optional.of(
        new Orders(
            mode,
            Orders.Way.HPA,
            TARGET,
            Optional.empty(),
            "shop/api",
            owner.terms(),
            2,
            SCALERS_MAX,
            0.6,
            OptionalDouble.of(0.85),
            TTL,
            DAY,
            held,
            rolling,
            keepPods));
  }

  void happens(Event event) {
    switch (event.what()) {
      case DEMAND -> demand = Reading.of(event.b() * event.a());
      case DEMAND_UNKNOWN -> demand = Reading.of(Double.NaN);
      case FORECAST -> forecast(event.b() * (1.0 + event.a()), Samples.GOOD);
      case FORECAST_LOST -> coming = Optional.empty();
      case FORECAST_STALE -> forecastStands = true;
      case TRUST_LOST -> forecast(event.b() * 4.0, BAD);
      case LEADER_CHANGES -> elect(replicas.get(event.a() % 2).id);
      case NOBODY_LEADS -> elect(0);
      case FAULT -> hpa.failAfter(event.a() % 4, Fault.values()[event.b() % 11]);
      case LATE_LISTING -> hpa.lateListing();
      case SWEEP -> sweep();
      case WAIT -> clock.pass(Duration.ofMinutes((long) event.a() * event.a()));
      case KILL -> restart(event.a() % 2);
      default -> peopleDo(event);
    }
    for (int i = 0; i < event.a() % 4; i++) {
      tick();
    }
  }

  private void forecast(double peak, List<HeldOutError> proof) {
    coming = Optional.of(peak);
    heldOut = proof;
    forecastStands = false;
  }

  private void peopleDo(Event event) {
    switch (event.what()) {
      case USER_APPLIES -> owner.applies(event.a(), event.b());
      case USER_PATCHES_MIN -> owner.patches(event.a());
      case HPA_DELETED -> owner.deletesOrCreates(event.a(), event.b());
      case SCALER_DELETED -> scalerComesOrGoes();
      case SCALER_CHANGED -> owner.changesTerms();
      case PAUSED -> held = true;
      case SCALE_IN_PAUSED -> keepPods = true;
      case GOES_ON -> {
        held = false;
        keepPods = false;
        rolling = false;
      }
      case SWITCHED -> mode = Mode.values()[event.a() % Mode.values().length];
      case ROLLOUT -> rolling = true;
      default -> throw new AssertionError(event);
    }
  }

  private void scalerComesOrGoes() {
    scaler = !scaler;
    owner.changesTerms();
    if (!scaler) {
      for (int i = 0; i < replicas.size(); i++) {
        leave(i);
      }
    }
  }

  private void leave(int index) {
    Replica replica = replicas.get(index);
    int before = hpa.writes();
    boolean leads = leader == replica.id;
    try {
      replica.hands.left(Samples.API);
    } catch (Killed killed) {
      restart(index);
    }
    assertTrue(leads || hpa.writes() == before, "who does not lead has written");
  }

  private void sweep() {
    try {
      hpa.process(() -> true).sweep();
    } catch (Killed killed) {
      // The next one goes on with what is there.
    }
  }

  // Who has led and does not any more ends, as soon as it notices.
  private void elect(int id) {
    replicas.stream()
        .filter(replica -> replica.id == leader && replica.id != id)
        .forEach(replica -> replica.over = true);
    leader = id;
  }

  private void restart(int index) {
    boolean led = leader == replicas.get(index).id;
    replicas.set(index, new Replica());
    if (led) {
      leader = replicas.get(1 - index).id;
    }
  }

  private void tick() {
    if (ticks++ % 4 == 0) {
      sightForecast();
      replicas.forEach(Replica::learn);
    }
    for (int i = 0; i < replicas.size(); i++) {
      acts(i);
    }
    clock.pass(SYNC);
  }

  private void sightForecast() {
    if (forecastStands && forecast.forecast().isPresent()) {
      return;
    }
    forecast =
        coming
            .map(
                peak ->
                    ForecastAnswer.of(
                        Samples.forecast(
                            Samples.API, clock.instant(), demand.value().orElse(50), peak),
                        heldOut))
            .orElseGet(() -> ForecastAnswer.missing(Why.servingDown("refused")));
  }

  private void acts(int index) {
    Replica replica = replicas.get(index);
    Decided decided = replica.decide();
    Seen before = Seen.of(hpa);
    boolean leads = leader == replica.id;
    if (leads) {
      trusted = decided.evidence().filter(each -> each.outcome().trusted()).isPresent();
    }
    try {
      replica.hands.once(decided);
    } catch (Killed killed) {
      restart(index);
    }
    check(decided, leads, before);
    if (replicas.get(index).over) {
      restart(index);
    }
  }

  /** The HPA at one moment. */
  private record Seen(
      int writes,
      int min,
      int target,
      Optional<Instant> floorEnds,
      Optional<InMemoryActuators.Truce> truce) {
    static Seen of(InMemoryActuators hpa) {
      return hpa.exists()
          ? new Seen(hpa.writes(), hpa.min(), hpa.target(), hpa.floorEnds(), hpa.truce())
          : new Seen(hpa.writes(), 0, 0, Optional.empty(), Optional.empty());
    }
  }

  private void check(Decided decided, boolean led, Seen before) {
    if (!led) {
      assertEquals(before.writes(), hpa.writes(), "who does not lead has written");
    }
    if (!hpa.exists()) {
      return;
    }
    owner.assertBounds(SCALERS_MAX);
    if (owner.fights()) {
      assertTrue(hpa.min() <= before.min(), () -> "a fight was taken up again: " + hpa);
      assertTrue(hpa.target() <= before.target(), () -> "a fight was taken up again: " + hpa);
    }
    if (held || rolling || !Set.of(Mode.CANARY, Mode.ACT).contains(mode)) {
      assertTrue(hpa.min() <= before.min(), "a floor was set when nothing may be added");
      assertTrue(hpa.target() <= before.target(), "a target was raised when nothing may be added");
    }
    if (keepPods || mode == Mode.CANARY) {
      assertTrue(hpa.target() <= before.target(), "a target was raised that must stay");
    }
    checkUnknown(decided, before);
  }

  // What is lost lowers nothing before its time; a user who interferes, a freeze, a mode do.
  private void checkUnknown(Decided decided, Seen before) {
    boolean stands = before.floorEnds().filter(clock.instant()::isBefore).isPresent();
    // A canary's floor goes with the HPA beside it; whoever asks for one has asked for less.
    boolean acting = scaler && !held && mode == Mode.ACT;
    boolean unknown =
        decided.evidence().isEmpty()
            || decided.evidence().get().inputs().withheld().isPresent()
            || decided.evidence().get().inputs().demand().isEmpty()
                && decided.evidence().get().outcome().trusted();
    if (stands && acting && unknown && !owner.hasFought()) {
      assertTrue(hpa.min() >= before.min(), () -> "unknown has lowered the floor: " + hpa);
    }
  }

  /** All is well again, and then one of the things happens that end a floor. */
  void endsWell(int which) {
    calm();
    switch (Math.floorMod(which, 4)) {
      case 0 -> forecastsEnd();
      case 1 -> {
        held = true;
        tick();
        owner.assertHas("a pause");
      }
      case 2 -> {
        scalerComesOrGoes();
        owner.assertHas("the end of the PredictiveScaler");
        assertTrue(hpa.floorEnds().isEmpty(), () -> "no floor stands: " + hpa);
      }
      default -> {
        clock.pass(TTL);
        sweep();
        owner.assertHas("the death of all");
      }
    }
    clock.pass(DAY);
    sweep();
    assertFalse(hpa.bearsOurName(), () -> "nothing of ours is left: " + hpa);
    hpa.apply(3, 20, 55);
    assertEquals(3, hpa.min());
    assertEquals(55, hpa.target());
  }

  // Long enough for the longest retreat after trouble.
  private void calm() {
    hpa.failAfter(0, Fault.NONE);
    if (!hpa.exists()) {
      owner.deletesOrCreates(1, 60);
    }
    scaler = true;
    held = false;
    keepPods = false;
    rolling = false;
    mode = Mode.ACT;
    demand = Reading.of(50);
    elect(replicas.get(0).id);
    forecast(400, Samples.GOOD);
    for (int i = 0; i < 20; i++) {
      tick();
    }
    boolean fought = hpa.truce().filter(truce -> truce.terms().equals(owner.terms())).isPresent();
    assertTrue(fought || !trusted || hpa.min() > owner.min(), () -> "it does not go on: " + hpa);
    assertTrue(!fought || owner.hasFought(), () -> "a fight without a cause: " + hpa);
  }

  private void forecastsEnd() {
    coming = Optional.empty();
    // Two steps, the delay that samples always have, and the pass that notices.
    for (int i = 0; i < 14; i++) {
      tick();
    }
    assertEquals(owner.target(), hpa.target(), "the target was not restored within two steps");
    for (int i = 0; i < TTL.toSeconds() / SYNC.toSeconds(); i++) {
      tick();
    }
    owner.assertHas("the floor's time");
  }
}
