package io.tidewatch.spark.anomaly;

import scala.collection.Seq;

/** Doubles as the exported graph will see them. */
final class Floats {
  private Floats() {}

  static float[] of(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static float[] of(Seq<Double> values) {
    float[] floats = new float[values.length()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.apply(i).floatValue();
    }
    return floats;
  }
}
