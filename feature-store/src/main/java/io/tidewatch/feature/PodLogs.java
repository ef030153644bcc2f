package io.tidewatch.feature;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns what a pod wrote into series for {@link LogFeatures}. Silence is a zero only where it was
 * heard: at a step at which the pod was seen to live and logs were being read; else it is unknown.
 *
 * <p>This is the one rule for training (Spark) and for detection (serving).
 */
public final class PodLogs {
  /** So many steps after its last line a workload's logs are taken to be still read. */
  public static final int LISTENED_FOR = PodView.LOOK_BACK;

  /** Steps before the present one that a vector may depend on. */
  public static final int LOOK_BACK = PodView.LOOK_BACK + LISTENED_FOR;

  private PodLogs() {}

  /** What one pod wrote in one step. */
  public record Counts(long lines, long warnings, long errors, long templates, long newTemplates) {
    private double[] values() {
      return new double[] {lines, warnings, errors, templates, newTemplates};
    }
  }

  /**
   * The steps at which a workload's logs were being read.
   *
   * @param length the number of steps
   * @param written the steps at which any of its pods wrote a line
   * @param missing the steps that are known not to have been read
   */
  public static BitSet heard(int length, BitSet written, BitSet missing) {
    BitSet heard = new BitSet(length);
    int last = Integer.MIN_VALUE / 2;
    for (int i = 0; i < length; i++) {
      last = written.get(i) ? i : last;
      heard.set(i, i - last <= LISTENED_FOR && !missing.get(i));
    }
    return heard;
  }

  /**
   * The series of one pod by the names of {@link LogFeatures#COUNTS}.
   *
   * @param written what the pod wrote, by position; a step without a line has no entry
   * @param seen the steps at which the pod was seen to live by something else than its lines
   * @param heard the steps at which the workload's logs were being read
   */
  public static Map<String, Series> series(
      long firstStep, int length, Map<Integer, Counts> written, BitSet seen, BitSet heard) {
    double[][] values = new double[LogFeatures.COUNTS.size()][length];
    for (double[] series : values) {
      Arrays.fill(series, Double.NaN);
      seen.stream().filter(heard::get).takeWhile(i -> i < length).forEach(i -> series[i] = 0);
    }
    written.forEach((position, counts) -> put(values, position, counts, heard));
    Map<String, Series> named = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(LogFeatures.COUNTS.get(i), Series.view(firstStep, values[i], 0, length));
    }
    return named;
  }

  // What was read of a step that is missing in part is no count.
  private static void put(double[][] values, int position, Counts counts, BitSet heard) {
    double[] here = counts.values();
    for (int i = 0; i < values.length && heard.get(position); i++) {
      values[i][position] = here[i];
    }
  }
}
