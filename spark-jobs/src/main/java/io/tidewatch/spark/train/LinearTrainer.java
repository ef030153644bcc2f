package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.AbsoluteLoss;

/**
 * Fits the linear model of one workload: the weighted absolute error of all horizons, by Tribuo's
 * stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer 2011).
 *
 * <p>Inputs are clipped to their range and standardised, targets divided by their size; both are
 * multiplied into the weights afterwards. Tribuo's trainers do not travel to executors, so one is
 * built per fit.
 */
final class LinearTrainer {
  private static final double RATE = 0.05;
  private static final int EPOCHS = 20;
  private static final int BATCH = 16;
  private static final int SILENT = -1;
  private static final double CLIPPED = 0.002;
  private static final double SMALLEST_SPREAD = 1e-9;

  // Held, because its level is forgotten with it: Tribuo tells of each fit, and there are
  // thousands.
  private static final Logger TRIBUO = quiet(Logger.getLogger("org.tribuo"));

  private final List<Example> examples;
  private final InputRange range;
  private final double[][] rows;
  private final double[] mean;
  private final double[] perSpread;

  private LinearTrainer(List<Example> examples) {
    this.examples = examples;
    this.range = InputRange.of(examples);
    this.rows = examples.stream().map(e -> range.clipped(e.vector())).toArray(double[][]::new);
    this.mean = new double[range.low().length];
    this.perSpread = new double[mean.length];
    standardise();
  }

  /** The model of a workload's examples, the same for the same seed. */
  static LinearModel fit(List<Example> examples, long seed) {
    return new LinearTrainer(examples).fit(seed);
  }

  private LinearModel fit(long seed) {
    int horizons = DemandFeatures.HORIZONS.size();
    double[][] targets = new double[horizons][];
    double[] size = new double[horizons];
    for (int h = 0; h < horizons; h++) {
      int horizon = h;
      targets[h] =
          Residuals.clipped(
              examples.stream().mapToDouble(e -> e.targets()[horizon]).toArray(), CLIPPED);
      double squares = Arrays.stream(targets[h]).map(t -> t * t).average().orElse(0);
      size[h] = Math.max(Math.sqrt(squares), SMALLEST_SPREAD);
    }
    LinearSGDModel model =
        new LinearSGDTrainer(new AbsoluteLoss(), new AdaGrad(RATE), EPOCHS, SILENT, BATCH, seed)
            .train(data(targets, size));
    DenseMatrix weights = model.getWeightsCopy();
    List<LinearModel.Line> lines =
        IntStream.range(0, horizons).mapToObj(h -> line(weights, h, size[h])).toList();
    return new LinearModel(range.low(), range.high(), lines);
  }

  /** Names sort as their numbers do, so that positions are kept. */
  private MutableDataset<Regressor> data(double[][] targets, double[] size) {
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("a workload", factory), factory);
    String[] inputs = names("i%03d", mean.length);
    String[] outputs = names("h%03d", targets.length);
    for (int row = 0; row < rows.length; row++) {
      double[] wanted = new double[targets.length];
      for (int h = 0; h < wanted.length; h++) {
        wanted[h] = targets[h][row] / size[h];
      }
      ArrayExample<Regressor> example =
          new ArrayExample<>(new Regressor(outputs, wanted), inputs, rows[row]);
      example.setWeight((float) examples.get(row).weight());
      data.add(example);
    }
    return data;
  }

  private LinearModel.Line line(DenseMatrix weights, int horizon, double size) {
    int inputs = mean.length;
    if (weights.getDimension2Size() != inputs + 1) {
      throw new IllegalStateException("a linear model has lost an input");
    }
    double[] weight = new double[inputs];
    double intercept = weights.get(horizon, inputs) * size;
    for (int i = 0; i < inputs; i++) {
      weight[i] = weights.get(horizon, i) * size * perSpread[i];
      intercept -= weight[i] * mean[i];
    }
    return new LinearModel.Line(DemandFeatures.HORIZONS.get(horizon), intercept, weight);
  }

  private void standardise() {
    double[] squares = new double[mean.length];
    for (double[] row : rows) {
      Arrays.setAll(mean, i -> mean[i] + row[i] / rows.length);
    }
    for (double[] row : rows) {
      Arrays.setAll(row, i -> row[i] - mean[i]);
      Arrays.setAll(squares, i -> squares[i] + row[i] * row[i] / rows.length);
    }
    // An input that never varies gets no weight.
    Arrays.setAll(
        perSpread,
        i -> squares[i] < SMALLEST_SPREAD * SMALLEST_SPREAD ? 0 : 1 / Math.sqrt(squares[i]));
    for (double[] row : rows) {
      Arrays.setAll(row, i -> row[i] * perSpread[i]);
    }
  }

  private static Logger quiet(Logger logger) {
    logger.setLevel(Level.WARNING);
    return logger;
  }

  private static String[] names(String format, int count) {
    return IntStream.range(0, count).mapToObj(format::formatted).toArray(String[]::new);
  }
}
