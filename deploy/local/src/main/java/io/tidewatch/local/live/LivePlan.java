package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a live demo is told.
 *
 * @param minutes that are scored, on the wall clock
 * @param speed nominal seconds a second: a step, one nominal minute, lasts 60/speed seconds
 * @param peak requests/s to each side at the highest point
 * @param seed of the demand and of the arrivals
 * @param trace recorded demand in the place of the demo's own
 * @param keep leave the cluster and the copies running
 * @param json where the results go besides
 * @param kubeconfig of another cluster than the lab
 * @param race who runs, and what happens to them
 */
public record LivePlan(
    int minutes,
    int speed,
    double peak,
    long seed,
    Optional<Path> trace,
    boolean keep,
    Optional<Path> json,
    Optional<Path> kubeconfig,
    Race race) {
  public static final int USUAL_MINUTES = 24;
  public static final int USUAL_SPEED = 5;
  public static final double USUAL_PEAK = 100;

  /** Requests/s that one pod carries: ten at a time, a second each. */
  static final double CAPACITY = 10;

  /** Share of the capacity that the HPA aims at. */
  static final double TARGET = 0.7;

  /**
   * Requests/s that one pod carries within the objective: they arrive at random, and queue before
   * the average reaches what a pod can do (measured, demo-app/README.md).
   */
  static final double SUSTAINED = 9;

  /** What the HPA aims at, as a share of that. */
  static final double TARGET_OF_SUSTAINED = CAPACITY * TARGET / SUSTAINED;

  /** What it may aim at while forecasts are trusted, because its user has allowed it. */
  static final double TRUSTED_TARGET = 0.87;

  /**
   * What its user pays for a minute that violates the objective, beside the default price: at the
   * default a plateau that eight pods carry is held by nine.
   */
  static final double PRICE_OF_VIOLATION = 0.5;

  /** Twice the time that a request holds its place. */
  static final double SLO_MILLIS = 2_000;

  static final int MOST_PODS = 20;
  static final int FEWEST_PODS = 2;

  // Until both HPAs have settled on the first demand and the JVMs are warm.
  private static final int WARM_UP_STEPS = 5;
  private static final int SHORTEST_MINUTES = 2;
  private static final int LONGEST_MINUTES = 240;

  /** Beyond this the parts of Kubernetes that have no clock of ours falsify the race. */
  private static final int MOST_SPEED = 5;

  /**
   * Who runs.
   *
   * @param same both sides under the HPA alone: what differs between them is noise
   * @param watch repaint one screen instead of printing rows
   * @param fault that happens to one pod of each side
   */
  public record Race(boolean same, boolean watch, Optional<LiveFault> fault) {
    /** Twice the HPA, told in rows. */
    static Race ofEquals() {
      return new Race(true, false, Optional.empty());
    }
  }

  public LivePlan {
    requireOwnClock(race, kubeconfig, speed);
    requireServing(race);
    List<String> wrong = new ArrayList<>();
    if (minutes < SHORTEST_MINUTES || minutes > LONGEST_MINUTES) {
      wrong.add("--minutes from " + SHORTEST_MINUTES + " to " + LONGEST_MINUTES);
    }
    if (speed != 1 && speed != MOST_SPEED) {
      wrong.add("--speed 1 or 5");
    }
    if (!(peak >= 1 && peak <= CAPACITY * MOST_PODS)) {
      wrong.add("--peak from 1 to 200 requests/s a side");
    }
    int last = minutes * speed;
    if (race.fault().isPresent() && race.fault().get().at(last) >= last) {
      wrong.add("--fault NAME@MINUTE with a nominal minute before " + last);
    }
    if (!wrong.isEmpty()) {
      throw new UserException(
          "the live demo cannot run like this",
          "a number is out of range",
          "give " + String.join("; ", wrong));
    }
  }

  // Past days are written into the Prometheus that the controller reads, and only the lab's is
  // ours; it keeps a week, in which 14 days fit at speed 5 only.
  private static void requireOwnClock(Race race, Optional<Path> kubeconfig, int speed) {
    if (!race.same() && (kubeconfig.isPresent() || speed == 1)) {
      throw new UserException(
          "Tidewatch cannot race "
              + (kubeconfig.isPresent() ? "on another cluster" : "at speed 1")
              + " here",
          "it learns from 14 nominal days that are back-filled into the lab's own Prometheus,"
              + " and they fit there at speed 5",
          "leave out " + (kubeconfig.isPresent() ? "--kubeconfig" : "--speed") + ", or add --aa");
    }
  }

  private static void requireServing(Race race) {
    if (race.same() && race.fault().filter(LiveFault::isOfServing).isPresent()) {
      throw new UserException(
          "serving cannot be killed in this run",
          "with --aa both sides are under the HPA alone",
          "leave out --aa, or take --fault leak");
    }
  }

  List<Side> sides() {
    return race.same() ? Side.SAME_POLICY : Side.AGAINST_EACH_OTHER;
  }

  /** The side that Tidewatch scales, if it takes part. */
  Side ours() {
    return sides().stream().filter(Side::ours).findFirst().orElseThrow();
  }

  /** Steps that are scored. */
  int steps() {
    return minutes * speed;
  }

  /** Steps at the first demand before them. */
  int warmUpSteps() {
    return WARM_UP_STEPS;
  }

  /** How long a step lasts. */
  Duration step() {
    return Duration.ofSeconds(60 / speed);
  }

  /** How long the load lasts. */
  Duration duration() {
    return step().multipliedBy(steps() + warmUpSteps());
  }

  /** Minutes on the nominal clock, which are steps. */
  double minutes(Duration wall) {
    return wall.toMillis() / (double) step().toMillis();
  }

  /** Hours on the nominal clock. */
  double nominalHours(Duration wall) {
    return wall.toMillis() / 3.6e6 * speed;
  }
}
