package io.tidewatch.spark.anomaly;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A row that may be part of a sample; the order is by hash, and total up to rows that are equal.
 *
 * @param hash of its key
 * @param values its features as floats, because the exported graph has floats only
 */
record SampledRow(long hash, String key, float[] values)
    implements Comparable<SampledRow>, Serializable {
  @Override
  public int compareTo(SampledRow other) {
    int byHash = Long.compare(hash, other.hash);
    if (byHash != 0) {
      return byHash;
    }
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : Arrays.compare(values, other.values);
  }
}
