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
 */
public record LivePlan(
    int minutes,
    int speed,
    double peak,
    long seed,
    Optional<Path> trace,
    boolean keep,
    Optional<Path> json,
    Optional<Path> kubeconfig) {
  public static final int USUAL_MINUTES = 24;
  public static final int USUAL_SPEED = 5;
  public static final double USUAL_PEAK = 100;

  /** Requests/s that one pod carries: ten at a time, a second each. */
  static final double CAPACITY = 10;

  /** Share of the capacity that the HPA aims at. */
  static final double TARGET = 0.7;

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

  public LivePlan {
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
    if (!wrong.isEmpty()) {
      throw new UserException(
          "the live demo cannot run like this",
          "a number is out of range",
          "give " + String.join("; ", wrong));
    }
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

  /** Hours on the nominal clock. */
  double nominalHours(Duration wall) {
    return wall.toMillis() / 3.6e6 * speed;
  }
}
