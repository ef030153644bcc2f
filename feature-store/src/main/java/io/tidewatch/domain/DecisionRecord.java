package io.tidewatch.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What was decided for one workload at one time: what every reader of decisions may rely on.
 *
 * @param origin which controller decided, and when its process began
 * @param sequence grows by one with every decision of a controller, over its restarts too; a
 *     missing one is a gap
 * @param at when it was decided (wall time)
 * @param replicas the counts; empty while not even the present count is known
 * @param worth what all decisions so far were worth beside the HPA's
 * @param trusted whether the forecast took part
 * @param reasons stable codes, the weightiest last
 * @param forecast what the champion said about the coming steps; empty without a forecast
 * @param challenger what the challenger said at the same time; it decided nothing
 * @param policy version of the rules that decided
 */
public record DecisionRecord(
    Origin origin,
    long sequence,
    Instant at,
    WorkloadId workload,
    Mode mode,
    Action action,
    Observed observed,
    Optional<Replicas> replicas,
    Worth worth,
    boolean trusted,
    List<String> reasons,
    Optional<Prediction> forecast,
    Optional<Prediction> challenger,
    String policy) {
  public DecisionRecord {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence numbers begin at 1: " + sequence);
    }
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(observed, "observed");
    Objects.requireNonNull(replicas, "replicas");
    Objects.requireNonNull(worth, "worth");
    Objects.requireNonNull(forecast, "forecast");
    Objects.requireNonNull(challenger, "challenger");
    Objects.requireNonNull(policy, "policy");
    reasons = List.copyOf(reasons);
  }

  /** The same for the same workload, time and wish, so that an action is not done twice. */
  public String id() {
    String wish = replicas.map(count -> Integer.toString(count.wanted())).orElse("unknown");
    String what = workload + "@" + at + "=" + wish;
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * Who counts the sequence numbers.
   *
   * @param controller names the controller for as long as its state directory lives
   * @param epoch when this process of it began, in seconds since the epoch; so two decisions are
   *     told apart even if a restart had forgotten how far the numbers had come
   */
  public record Origin(String controller, long epoch) {
    public Origin {
      if (!controller.matches("[a-z]{1,32}")) {
        throw new IllegalArgumentException("a controller is named by small letters: " + controller);
      }
    }
  }

  /** How far a controller may go. */
  public enum Mode {
    /** Decide and record, write nothing. */
    OBSERVE,
    /** Besides tell people. */
    RECOMMEND,
    /** Besides raise the count by at most one pod. */
    CANARY,
    /** Act. */
    ACT;

    /** The spelling in records and on the command line. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a decision does. */
  public enum Action {
    SCALE_UP,
    SCALE_DOWN,
    NO_ACTION,
    RESTART,
    RESIZE,
    INCIDENT;

    /** The spelling in records and metrics. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action that leads from one count to another. */
    public static Action between(int before, int wanted) {
      if (wanted > before) {
        return SCALE_UP;
      }
      return wanted < before ? SCALE_DOWN : NO_ACTION;
    }
  }

  /** What was measured; what is empty was unknown, not zero. */
  public record Observed(OptionalDouble demand, OptionalInt readyReplicas) {
    public Observed {
      Objects.requireNonNull(demand, "demand");
      Objects.requireNonNull(readyReplicas, "readyReplicas");
    }
  }

  /**
   * Counts of pods, ready and starting.
   *
   * @param before what stood before the decision
   * @param wanted what the decision asks for
   * @param hpa what the user's HPA would have by now on the same demand
   */
  public record Replicas(int before, int wanted, int hpa) {
    public Replicas {
      if (before < 0 || wanted < 0 || hpa < 0) {
        throw new IllegalArgumentException("a count of pods is not negative");
      }
    }
  }

  /**
   * Sums over all decisions of a workload so far, on simulated pods.
   *
   * @param savedPodHours the HPA's less ours; may be negative
   * @param regretPodHours ours less the HPA's, over the hours that we made dearer
   * @param savedDollars {@code savedPodHours} in money
   */
  public record Worth(double savedPodHours, double regretPodHours, double savedDollars) {
    public static final Worth NOTHING = new Worth(0, 0, 0);
  }

  /** What the model said about some of the coming steps. */
  public record Prediction(Forecast.ModelId model, Instant madeAt, List<ForecastPoint> points) {
    public Prediction {
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(madeAt, "madeAt");
      points = List.copyOf(points);
    }
  }
}
