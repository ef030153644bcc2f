package io.tidewatch.spark.train;

/** Solves small symmetric positive definite systems of linear equations. */
final class SymmetricSystem {
  private SymmetricSystem() {}

  /**
   * The solution by Cholesky's decomposition A = RᵀR.
   *
   * @param system n rows of n + 1: the upper half of A, and the right side in the last column; it
   *     is overwritten
   */
  static double[] solve(double[][] system) {
    int n = system.length;
    for (int i = 0; i < n; i++) {
      eliminate(system, i);
    }
    double[] solution = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = system[i][n];
      for (int j = i + 1; j < n; j++) {
        sum -= system[i][j] * solution[j];
      }
      solution[i] = system[i][i] == 0 ? 0 : sum / system[i][i];
    }
    return solution;
  }

  /** Makes row i a row of R and takes its part out of the rows below. */
  private static void eliminate(double[][] system, int i) {
    double[] row = system[i];
    // Rounding may leave a pivot of an input that says nothing at or below zero: it gets no weight.
    double root = row[i] > 1e-300 ? Math.sqrt(row[i]) : 0;
    for (int k = i; k < row.length; k++) {
      row[k] = root == 0 ? 0 : row[k] / root;
    }
    row[i] = root;
    for (int j = i + 1; j < system.length; j++) {
      double factor = row[j];
      if (factor != 0) {
        for (int k = j; k < row.length; k++) {
          system[j][k] -= factor * row[k];
        }
      }
    }
  }
}
