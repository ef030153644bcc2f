package io.tidewatch.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * An ordered, versioned list of features; two processes agree on a vector if their fingerprints are
 * equal. Raise {@code version} whenever a formula changes.
 *
 * @param <V> what its formulas read
 */
public record FeatureSet<V>(String name, int version, List<Feature<V>> features) {
  public FeatureSet {
    Objects.requireNonNull(name, "name");
    features = List.copyOf(features);
    if (features.stream().map(Feature::name).distinct().count() != features.size()) {
      throw new IllegalArgumentException("two features of set " + name + " have one name");
    }
  }

  /** The names of the vector's positions. */
  public List<String> names() {
    return features.stream().map(Feature::name).toList();
  }

  /** The number of features. */
  public int size() {
    return features.size();
  }

  /** The vector at one step, in the order of {@link #names()}. */
  public double[] vector(V view) {
    double[] vector = new double[features.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = features.get(i).formula().of(view);
      if (!Double.isFinite(vector[i])) {
        throw new IllegalStateException(
            "feature " + features.get(i).name() + " is " + vector[i] + " of " + view);
      }
    }
    return vector;
  }

  /** SHA-256 of name, version and the ordered feature names and units. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder(name).append('/').append(version);
    features.forEach(f -> text.append('\n').append(f.name()).append(' ').append(f.unit()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
