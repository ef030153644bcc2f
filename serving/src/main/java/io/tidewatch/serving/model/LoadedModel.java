package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.LinearModel;
import io.tidewatch.mlflow.PackageManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A verified model in memory.
 *
 * @param origin where its package came from
 * @param loadedAt since when it can be used
 * @param lines the linear models of those workloads that one forecasts
 */
public record LoadedModel(
    ModelId id,
    PackageManifest manifest,
    Origin origin,
    Instant loadedAt,
    Predictor predictor,
    Map<String, LinearModel> lines)
    implements ServedModel {
  public LoadedModel {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(loadedAt, "loadedAt");
    Objects.requireNonNull(predictor, "predictor");
    lines = Map.copyOf(lines);
  }

  /**
   * What each workload's family says of its vector, in the order of the horizons: the graph, asked
   * once for all of them, or the workload's own linear model.
   */
  public double[][] predict(List<String> workloads, double[][] vectors) {
    double[][] answers = new double[vectors.length][];
    List<Integer> trees = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      LinearModel line = lines.get(workloads.get(i));
      if (line == null) {
        trees.add(i);
      } else {
        answers[i] = predict(line, vectors[i]);
      }
    }
    double[][] graph =
        trees.isEmpty()
            ? new double[0][]
            : predictor.predict(trees.stream().map(i -> vectors[i]).toArray(double[][]::new));
    for (int k = 0; k < graph.length; k++) {
      answers[trees.get(k)] = graph[k];
    }
    return answers;
  }

  private static double[] predict(LinearModel line, double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    double[] answers = new double[line.lines().size()];
    Arrays.setAll(answers, h -> line.relative(floats, h));
    return answers;
  }

  @Override
  public void close() {
    predictor.close();
  }

  /** Where a package came from. */
  public enum Origin {
    REGISTRY,
    /** The last good one on disk, because the registry did not answer. */
    CACHE;

    /** As it is written in answers. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
