package io.tidewatch.spark.anomaly;

/**
 * Seeded hashes of row keys: a row's place in a sample depends on its key alone, never on the
 * partition or the order in which it is read.
 *
 * <p>FNV-1a over the characters, finished by the mixer of Steele, Lea and Flood ("Fast splittable
 * pseudorandom number generators", 2014), because FNV's upper bits alone are not even.
 */
final class KeyHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private KeyHash() {}

  /** The hash of a key under a seed. */
  static long of(long seed, String key) {
    long hash = FNV_OFFSET ^ mix(seed);
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** A hash of a hash, for a second draw that is independent of the first. */
  static long again(long hash, long salt) {
    return mix(hash ^ mix(salt));
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
