package io.tidewatch.spark.anomaly.bench;

import io.tidewatch.spark.anomaly.ForestScorer;
import java.util.Arrays;
import java.util.List;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * A one-class SVM with a Gaussian kernel (Schölkopf et al., "Estimating the support of a
 * high-dimensional distribution", 2001) by libsvm: ν = 0.05, γ = 1 ÷ (columns · variance), trained
 * on at most 4 000 rows, because its cost grows with their square.
 */
final class OneClassSvm {
  private static final double NU = 0.05;
  private static final int MOST_ROWS = 4_000;
  private static final int CACHE_MIB = 200;

  private OneClassSvm() {}

  /** The scores of all rows: how far outside of the support they are. */
  static double[] scores(Input input) {
    Scale scale = Scale.of(input);
    double[][] standard = Arrays.stream(input.rows()).map(scale::apply).toArray(double[][]::new);
    List<double[]> train =
        ForestScorer.sample(
            input.train().stream().mapToObj(row -> standard[row]).toList(), MOST_ROWS);
    // Its progress is of no use to anybody.
    svm.svm_set_print_string_function(text -> {});
    svm_model model = svm.svm_train(problem(train), parameters(train));
    return Arrays.stream(standard).mapToDouble(row -> -decision(model, row)).toArray();
  }

  private static double decision(svm_model model, double[] row) {
    double[] value = new double[1];
    svm.svm_predict_values(model, nodes(row), value);
    return value[0];
  }

  private static svm_problem problem(List<double[]> rows) {
    svm_problem problem = new svm_problem();
    problem.l = rows.size();
    problem.x = rows.stream().map(OneClassSvm::nodes).toArray(svm_node[][]::new);
    problem.y = new double[rows.size()];
    return problem;
  }

  private static svm_parameter parameters(List<double[]> rows) {
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.ONE_CLASS;
    parameters.kernel_type = svm_parameter.RBF;
    parameters.nu = NU;
    parameters.gamma = 1 / (rows.get(0).length * variance(rows));
    parameters.cache_size = CACHE_MIB;
    parameters.eps = 1e-3;
    parameters.shrinking = 1;
    return parameters;
  }

  /** Of all values of all columns together. */
  private static double variance(List<double[]> rows) {
    double[] all = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    double mean = Arrays.stream(all).average().orElseThrow();
    double variance = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return variance > 0 ? variance : 1;
  }

  private static svm_node[] nodes(double[] row) {
    svm_node[] nodes = new svm_node[row.length];
    for (int i = 0; i < row.length; i++) {
      nodes[i] = new svm_node();
      nodes[i].index = i + 1;
      nodes[i].value = row[i];
    }
    return nodes;
  }
}
