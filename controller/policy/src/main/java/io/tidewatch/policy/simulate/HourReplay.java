package io.tidewatch.policy.simulate;

import io.tidewatch.domain.Series;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Cost;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import io.tidewatch.policy.simulate.HourOutcome.Violations;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges recorded decisions hour by hour: the {@link Simulator} gives both sides the pods that they
 * asked for, on the demand that was measured.
 *
 * <p>A wish stands until the next one, for two steps at most: where a record is missing nobody
 * knows what was asked for, and that time does not count. The replay begins before the hour, so
 * that pods which are still starting when it begins are starting in it too. The demand of a step is
 * that of the minute which ends with it. A violated minute costs κ·μ pod-minutes, μ being the mean
 * count of the HPA in that hour; what comes out within {@link #NEUTRAL_SHARE} of the HPA's cost is
 * neither help nor harm.
 */
public final class HourReplay {
  /** Steps (nominal minutes) in an hour. */
  public static final int HOUR_STEPS = 60;

  static final double NEUTRAL_SHARE = 0.01;

  private static final int QUARTERS = DemandTrace.STEPS_PER_MINUTE;
  private static final int HOUR = DemandTrace.STEPS_PER_HOUR;
  private static final int STANDS = 2 * QUARTERS;
  private static final double LEAST_MEASURED = 0.9;

  private final OptionalDouble capacity;
  private final int startupSeconds;
  private final double kappa;

  /**
   * A replay of one workload.
   *
   * @param capacity demand that one ready pod carries
   * @param leadSeconds from a scale-up to Ready plus one decision interval
   */
  public HourReplay(OptionalDouble capacity, int leadSeconds) {
    this.capacity = capacity;
    this.startupSeconds = Math.max(Behavior.SYNC_SECONDS, leadSeconds - Behavior.SYNC_SECONDS);
    this.kappa = PolicySettings.defaultKappa(leadSeconds);
  }

  /** Quarters before an hour whose decisions matter for it. */
  public int warmUpQuarters() {
    return Simulator.startupSteps(startupSeconds) + STANDS;
  }

  /**
   * The outcome of an hour; empty if no decision stood in it.
   *
   * @param hour its number: steps since the epoch ÷ {@link #HOUR_STEPS}
   * @param asked in the order of time; those of other hours may be among them
   * @param demand per step
   */
  public Optional<HourOutcome> outcome(long hour, List<Asked> asked, Series demand) {
    long end = (hour + 1) * HOUR;
    long begin = hour * HOUR - warmUpQuarters();
    List<Asked> near =
        asked.stream().filter(one -> one.quarter() >= begin && one.quarter() < end).toList();
    if (near.isEmpty()) {
      return Optional.empty();
    }
    Wishes wishes = Wishes.of(near, (int) (end - near.get(0).quarter()));
    int[] decided = wishes.standing((int) (end - HOUR - wishes.first));
    return decided.length == 0 ? Optional.empty() : Optional.of(judged(wishes, decided, demand));
  }

  private HourOutcome judged(Wishes wishes, int[] decided, Series demand) {
    double[] quarters = new double[wishes.ours.length];
    BitSet measured = measure(demand, wishes.first, quarters);
    int[] judged = Arrays.stream(decided).filter(measured::get).toArray();
    Simulator simulator = new Simulator(quarters, capacity.orElse(1), startupSeconds);
    SimulationResult ours =
        simulator.run(new RecordedPolicy("ours", wishes.startOurs, wishes.ours));
    SimulationResult hpa = simulator.run(new RecordedPolicy("hpa", wishes.startHpa, wishes.hpa));
    Cost cost = Cost.compare(at(ours.all(), decided), at(hpa.all(), decided), HOUR);
    Optional<Violations> violations = Optional.empty();
    if (capacity.isPresent() && judged.length > 0) {
      violations =
          Optional.of(
              new Violations(violated(quarters, ours, judged), violated(quarters, hpa, judged)));
    }
    double hpaPodHours = cost.podHours() + cost.savings();
    double price = kappa * hpaPodHours / decided.length * HOUR / 60;
    double priced =
        cost.savings() + violations.map(both -> price * (both.hpa() - both.ours())).orElse(0.0);
    boolean enough = violations.isPresent() && judged.length >= LEAST_MEASURED * decided.length;
    return new HourOutcome(
        (double) decided.length / QUARTERS,
        (double) judged.length / QUARTERS,
        cost.podHours(),
        hpaPodHours,
        violations,
        priced,
        enough ? verdict(priced, hpaPodHours) : Verdict.UNKNOWN);
  }

  /** Fills in the demand of each quarter, and says which were measured. */
  private static BitSet measure(Series demand, long first, double[] quarters) {
    BitSet measured = new BitSet();
    for (int k = 0; k < quarters.length; k++) {
      long position = Math.floorDiv(first + k, QUARTERS) + 1 - demand.firstStep();
      if (position >= 0 && position < demand.length() && demand.known((int) position)) {
        quarters[k] = demand.value((int) position);
        measured.set(k);
      }
    }
    return measured;
  }

  private static Verdict verdict(double priced, double hpaPodHours) {
    if (Math.abs(priced) <= NEUTRAL_SHARE * hpaPodHours) {
      return Verdict.NEUTRAL;
    }
    return priced > 0 ? Verdict.HELPED : Verdict.HARMED;
  }

  private double violated(double[] demand, SimulationResult result, int[] quarters) {
    int violated = 0;
    for (int k : quarters) {
      violated += Simulator.violates(demand[k], result.ready()[k], capacity.orElseThrow()) ? 1 : 0;
    }
    return (double) violated / QUARTERS;
  }

  private static int[] at(int[] values, int[] positions) {
    int[] picked = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      picked[i] = values[positions[i]];
    }
    return picked;
  }

  /** What stood in each quarter from the first decision on. */
  private static final class Wishes {
    private final long first;
    private final int startOurs;
    private final int startHpa;
    private final int[] ours;
    private final int[] hpa;
    private final BitSet stands = new BitSet();

    private Wishes(Asked first, int length) {
      this.first = first.quarter();
      this.startOurs = first.before();
      this.startHpa = first.hpa();
      this.ours = new int[length];
      this.hpa = new int[length];
    }

    static Wishes of(List<Asked> asked, int length) {
      Wishes wishes = new Wishes(asked.get(0), length);
      for (Asked one : asked) {
        int from = (int) (one.quarter() - wishes.first);
        // Beyond its time the pods stay, though nobody knows whether they should.
        Arrays.fill(wishes.ours, from, length, one.ours());
        Arrays.fill(wishes.hpa, from, length, one.hpa());
        wishes.stands.set(from, Math.min(length, from + STANDS));
      }
      return wishes;
    }

    /** The quarters from a position on in which a wish stood. */
    int[] standing(int from) {
      return stands.stream().filter(k -> k >= from).toArray();
    }
  }
}
