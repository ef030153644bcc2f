package io.tidewatch.spark.anomaly;

/**
 * c(n), the mean path length of an unsuccessful search in a binary tree of n rows: 2H(n−1) −
 * 2(n−1)/n (Liu, Ting and Zhou, "Isolation forest", 2008, equation 1; H(i) ≈ ln i + Euler's
 * constant, and c(2) = 1 exactly).
 */
final class PathLength {
  private static final double EULER = 0.57721566490153286;

  private PathLength() {}

  static double usual(int rows) {
    if (rows <= 1) {
      return 0;
    }
    if (rows == 2) {
      return 1;
    }
    double n = rows;
    return 2 * (StrictMath.log(n - 1) + EULER) - 2 * (n - 1) / n;
  }
}
