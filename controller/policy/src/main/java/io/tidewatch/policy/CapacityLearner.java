package io.tidewatch.policy;

import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.policy.heal.TheilSen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Learns what one ready pod carries from how busy pods have been.
 *
 * <p>By CPU: with u = a + b·x cores at a demand of x per pod (Theil and Sen's line, {@link
 * TheilSen}), an HPA that aims at a share T of the request R holds pods at x = (T·R − a) ÷ b. The
 * capacity is that over T, so that demand ÷ (T·c) is the very count that the HPA asks for:
 * predicted and reactive use one yardstick.
 *
 * <p>By latency: the smallest demand per pod from which on the median of the 95th percentiles stays
 * above the objective. Where it never does, the largest demand that was seen.
 *
 * <p>Of both the smaller counts. Nothing is extrapolated beyond 1.2 times the largest demand per
 * pod that was seen, and what is too uncertain is unknown.
 */
public final class CapacityLearner {
  private static final int LEAST_POINTS = 24;
  private static final double LEAST_SPREAD = 1.5;
  private static final double WIDEST = 2;
  private static final double FARTHEST = 1.2;
  private static final int BINS = 10;
  // Hours resemble their neighbours: twice the normal quantile of 95 %.
  private static final double CONFIDENCE = 3.92;

  private CapacityLearner() {}

  /**
   * One look at a workload.
   *
   * @param demand per ready pod, in demand units
   * @param cpu cores per ready pod
   * @param latency 95th percentile in seconds
   */
  public record Point(double demand, OptionalDouble cpu, OptionalDouble latency) {
    public Point {
      Objects.requireNonNull(cpu, "cpu");
      Objects.requireNonNull(latency, "latency");
    }
  }

  /**
   * What is known besides.
   *
   * @param cpuRequest cores that a pod requests
   * @param latency objective of the 95th percentile in seconds
   * @param target share of a pod's capacity that the HPA aims at
   */
  public record Terms(OptionalDouble cpuRequest, OptionalDouble latency, double target) {
    public Terms {
      Objects.requireNonNull(cpuRequest, "cpuRequest");
      Objects.requireNonNull(latency, "latency");
    }
  }

  /** A capacity with its interval, in demand units, and a sentence of where it comes from. */
  public record Learned(double perPod, double lower, double upper, String origin) {}

  /** The capacity; empty while there are too few looks, or they say too little. */
  public static Optional<Learned> learn(List<Point> points, Terms terms) {
    List<Point> sorted =
        points.stream()
            .filter(point -> Double.isFinite(point.demand()) && point.demand() > 0)
            .sorted(Comparator.comparingDouble(Point::demand))
            .toList();
    Optional<Learned> cpu = byCpu(sorted, terms);
    Optional<Learned> latency = byLatency(sorted, terms);
    if (cpu.isPresent() && latency.isPresent()) {
      return cpu.get().perPod() <= latency.get().perPod() ? cpu : latency;
    }
    return cpu.or(() -> latency);
  }

  private static Optional<Learned> byCpu(List<Point> sorted, Terms terms) {
    List<Point> known = distinct(sorted.stream().filter(each -> each.cpu().isPresent()).toList());
    if (terms.cpuRequest().isEmpty() || !enough(known)) {
      return Optional.empty();
    }
    double[] demand = known.stream().mapToDouble(Point::demand).toArray();
    double[] cpu = known.stream().mapToDouble(each -> each.cpu().getAsDouble()).toArray();
    double room = terms.target() * terms.cpuRequest().getAsDouble();
    double largest = demand[demand.length - 1];
    return TheilSen.of(demand, cpu, CONFIDENCE)
        .filter(line -> line.lower() > 0 && line.upper() <= WIDEST * line.lower())
        .filter(line -> room > Math.max(0, line.intercept()))
        .map(line -> learned(line, room, largest, terms.target()));
  }

  private static Learned learned(TheilSen line, double room, double largest, double target) {
    double free = room - Math.max(0, line.intercept());
    double busy = free / line.slope();
    double bound = FARTHEST * largest;
    String origin =
        busy > bound
            ? "1.2 times the largest demand per pod that was seen"
            : "%.3g cores for one unit of demand".formatted(line.slope());
    return new Learned(
        Math.min(busy, bound) / target,
        Math.min(free / line.upper(), bound) / target,
        Math.min(free / line.lower(), bound) / target,
        origin);
  }

  private static Optional<Learned> byLatency(List<Point> sorted, Terms terms) {
    List<Point> known = sorted.stream().filter(each -> each.latency().isPresent()).toList();
    if (terms.latency().isEmpty() || !enough(known)) {
      return Optional.empty();
    }
    double objective = terms.latency().getAsDouble();
    int good = BINS;
    while (good > 0 && median(bin(known, good - 1)) > objective) {
      good--;
    }
    if (good == 0) {
      return Optional.empty();
    }
    double seen = last(bin(known, good - 1));
    if (good == BINS) {
      String origin = "the objective was never missed: the largest demand per pod that was seen";
      return Optional.of(new Learned(seen, seen, FARTHEST * seen, origin));
    }
    double missed = last(bin(known, good));
    String origin = "the latency objective is missed beyond it";
    return Optional.of(new Learned(seen, first(bin(known, good - 1)), missed, origin));
  }

  private static boolean enough(List<Point> sorted) {
    return sorted.size() >= LEAST_POINTS && last(sorted) >= LEAST_SPREAD * first(sorted);
  }

  // A line needs rising abscissas; of equal ones any will do.
  private static List<Point> distinct(List<Point> sorted) {
    Point[] kept = new Point[sorted.size()];
    int count = 0;
    for (Point point : sorted) {
      if (count == 0 || point.demand() > kept[count - 1].demand()) {
        kept[count++] = point;
      }
    }
    return Arrays.asList(kept).subList(0, count);
  }

  private static List<Point> bin(List<Point> sorted, int number) {
    int size = sorted.size();
    return sorted.subList(number * size / BINS, (number + 1) * size / BINS);
  }

  private static double median(List<Point> points) {
    double[] values = points.stream().mapToDouble(each -> each.latency().getAsDouble()).toArray();
    return Quantiles.linear(values, 0.5);
  }

  private static double first(List<Point> sorted) {
    return sorted.get(0).demand();
  }

  private static double last(List<Point> sorted) {
    return sorted.get(sorted.size() - 1).demand();
  }
}
