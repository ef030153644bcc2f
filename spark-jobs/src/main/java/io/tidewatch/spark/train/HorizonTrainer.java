package io.tidewatch.spark.train;

import java.util.Arrays;
import java.util.List;

/**
 * Trains the model of one horizon: a line first, then trees on what the line leaves.
 *
 * <p>The trees grow on the fit part with the squared loss that MLlib has, weighted so that it
 * nearly is the absolute one. Then line and leaves, but not the trees' shapes, are estimated on
 * both parts: that costs no Spark job and the newest days are what the future resembles most.
 */
final class HorizonTrainer {
  private static final double CLIPPED = 0.002;

  private final TreeGrower grower;
  private final TrainingSettings settings;
  private final int horizon;

  /**
   * A trainer.
   *
   * @param horizon the position of its target in the examples
   */
  HorizonTrainer(TreeGrower grower, TrainingSettings settings, int horizon) {
    this.grower = grower;
    this.settings = settings;
    this.horizon = horizon;
  }

  /** The two models of a horizon. */
  record Pair(HorizonModel onFit, HorizonModel onTrain) {}

  Pair train(List<Example> fit, List<Example> train) {
    RobustLine line = line(fit);
    double[] left = left(fit, line);
    TreeEnsemble grown = grower.grow(fit, Residuals.clipped(left, CLIPPED), weights(fit, left));
    RobustLine newer = line(train);
    return new Pair(
        new HorizonModel(line, leaves(fit, grown, left)),
        new HorizonModel(newer, leaves(train, grown, left(train, newer))));
  }

  private RobustLine line(List<Example> examples) {
    double[] targets = examples.stream().mapToDouble(e -> e.targets()[horizon]).toArray();
    return RobustLine.fit(examples, Residuals.clipped(targets, CLIPPED));
  }

  private double[] left(List<Example> examples, RobustLine line) {
    double[] left = new double[examples.size()];
    Arrays.setAll(
        left, i -> examples.get(i).targets()[horizon] - line.predict(examples.get(i).vector()));
    return left;
  }

  private static double[] weights(List<Example> examples, double[] left) {
    return Residuals.reweighted(examples.stream().mapToDouble(Example::weight).toArray(), left);
  }

  private TreeEnsemble leaves(List<Example> examples, TreeEnsemble grown, double[] left) {
    return new LeafMedians(examples, settings.step()).refit(grown, left);
  }
}
