package io.tidewatch.spark.features;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.evaluate.Split;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.source.Trace;
import java.io.Serializable;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Everything that training and evaluation read of one workload: its demand on the step grid and the
 * feature vectors of the steps that have one.
 *
 * @param workload its name
 * @param firstStep the step index of the first demand
 * @param demand demand per step; what it holds at an unknown step means nothing
 * @param known the steps whose demand can be seen
 * @param scored the steps whose demand was measured: only those are ever a target
 * @param positions the steps with a vector, rising
 * @param vectors a vector per position, as floats because that is what the exported model reads
 */
public record WorkloadRows(
    String workload,
    long firstStep,
    double[] demand,
    BitSet known,
    BitSet scored,
    int[] positions,
    float[][] vectors)
    implements Serializable {
  public WorkloadRows {
    if (positions.length != vectors.length) {
      throw new IllegalArgumentException("needs a vector per position");
    }
  }

  /** A vector as the exported model reads it. */
  public static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  /** The rows of a demand at the given positions. */
  public static WorkloadRows of(
      String workload, Series demand, BitSet neverScored, List<DemandVectors.At> vectors) {
    double[] values = new double[demand.length()];
    BitSet known = new BitSet(values.length);
    for (int step = 0; step < values.length; step++) {
      if (demand.known(step)) {
        known.set(step);
        values[step] = demand.value(step);
      }
    }
    BitSet scored = (BitSet) known.clone();
    scored.andNot(neverScored);
    return new WorkloadRows(
        workload,
        demand.firstStep(),
        values,
        known,
        scored,
        vectors.stream().mapToInt(DemandVectors.At::position).toArray(),
        vectors.stream().map(at -> floats(at.vector())).toArray(float[][]::new));
  }

  /** The rows of a trace, whose clock is taken as UTC. */
  public static WorkloadRows of(Trace trace) {
    Timescale timescale = Timescale.realTime();
    Series demand = Series.of(timescale.stepIndex(trace.first()), trace.values());
    return of(
        trace.name(),
        demand,
        trace.imputed(),
        DemandVectors.from(0, demand, timescale, ZoneOffset.UTC));
  }

  /** The parts of this workload's history. */
  public Split split() {
    return Split.standard(demand.length);
  }

  /** The number of vectors. */
  public int size() {
    return positions.length;
  }

  /** The level at a row, in demand units. */
  public double level(int row) {
    return vectors[row][DemandFeatures.LEVEL];
  }

  /** The measured demand {@code horizon} steps after a row, if there is one before {@code end}. */
  public OptionalDouble truth(int row, int horizon, int end) {
    int target = positions[row] + horizon;
    boolean measured = target < Math.min(end, demand.length) && scored.get(target);
    return measured ? OptionalDouble.of(demand[target]) : OptionalDouble.empty();
  }

  /**
   * The highest measured demand of the {@code steps} steps after a row, if all of them end before
   * {@code end} and at least one was measured.
   */
  public OptionalDouble peak(int row, int steps, int end) {
    int now = positions[row];
    if (now + steps >= Math.min(end, demand.length)) {
      return OptionalDouble.empty();
    }
    return IntStream.rangeClosed(now + 1, now + steps)
        .filter(scored::get)
        .mapToDouble(step -> demand[step])
        .max();
  }

  /** Whether a row is an origin that the benchmark scores: measured, and on every fifth step. */
  public boolean isOrigin(int row) {
    return positions[row] % 5 == 0 && scored.get(positions[row]);
  }

  /** The demand at a row: what the last-value forecast says. */
  public double lastValue(int row) {
    int now = positions[row];
    for (int k = 0; k <= DemandView.LONGEST_BRIDGE; k++) {
      if (now - k >= 0 && known.get(now - k)) {
        return demand[now - k];
      }
    }
    throw new IllegalStateException("a row stands at a step that neither is known nor bridged");
  }

  /** The demand one day before the target, or else the last value. */
  public double seasonalNaive(int row, int horizon) {
    int then = positions[row] + horizon - Timescale.STEPS_PER_DAY;
    return then >= 0 && known.get(then) ? demand[then] : lastValue(row);
  }

  /** Mean of the known demand before {@code end}, in demand units; 0 if nothing is known. */
  public double meanBefore(int end) {
    return known.stream()
        .takeWhile(step -> step < end)
        .mapToDouble(step -> demand[step])
        .average()
        .orElse(0);
  }

  /** The demand with each gap holding the value before it: a replay needs a number every step. */
  public double[] withoutGaps() {
    double[] filled = demand.clone();
    double last = filled[known.nextSetBit(0)];
    for (int i = 0; i < filled.length; i++) {
      last = known.get(i) ? filled[i] : last;
      filled[i] = last;
    }
    return filled;
  }
}
