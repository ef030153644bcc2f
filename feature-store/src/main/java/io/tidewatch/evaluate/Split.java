package io.tidewatch.evaluate;

/**
 * The parts of a series in the order of time: fit [0, fitEnd), calibration [fitEnd, trainEnd), test
 * [trainEnd, length).
 */
public record Split(int fitEnd, int trainEnd, int length) {
  public Split {
    if (fitEnd < 0 || trainEnd < fitEnd || length < trainEnd) {
      throw new IllegalArgumentException("parts must follow each other");
    }
  }

  /** 70 % train, of which the last 15 % calibrate; the rest is the test. */
  public static Split standard(int length) {
    int trainEnd = (int) Math.floor(0.70 * length);
    return new Split((int) Math.floor(0.85 * trainEnd), trainEnd, length);
  }
}
