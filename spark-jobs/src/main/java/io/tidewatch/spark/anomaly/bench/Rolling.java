package io.tidewatch.spark.anomaly.bench;

/**
 * Rolling features: of each metric x its value, x less the mean of the last w rows, and their
 * standard deviation; the row itself is the last of them, and the first rows have fewer.
 */
final class Rolling {
  private Rolling() {}

  static double[][] of(double[][] rows, int window) {
    int columns = rows[0].length;
    double[][] rolled = new double[rows.length][3 * columns];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows.length; row++) {
        int from = Math.max(0, row + 1 - window);
        double mean = mean(rows, column, from, row);
        rolled[row][column] = rows[row][column];
        rolled[row][columns + column] = rows[row][column] - mean;
        rolled[row][2 * columns + column] = deviation(rows, column, from, row, mean);
      }
    }
    return rolled;
  }

  private static double mean(double[][] rows, int column, int from, int to) {
    double sum = 0;
    for (int i = from; i <= to; i++) {
      sum += rows[i][column];
    }
    return sum / (to - from + 1);
  }

  private static double deviation(double[][] rows, int column, int from, int to, double mean) {
    double squares = 0;
    for (int i = from; i <= to; i++) {
      squares += (rows[i][column] - mean) * (rows[i][column] - mean);
    }
    return Math.sqrt(squares / (to - from + 1));
  }
}
