package io.tidewatch.demo.history;

/**
 * Random numbers that are looked up, not drawn: value number i of a stream is a pure function of
 * (stream, i), so any minute can be generated alone, in any order, in any process.
 *
 * <p>The mixer is SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
 * generators") on key + i · golden gamma; normal values follow Box and Muller (1958). StrictMath
 * keeps them equal on every machine.
 */
public record Noise(long key) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  /** The root stream of a seed. */
  public static Noise seeded(long seed) {
    return new Noise(mix(seed + GOLDEN_GAMMA));
  }

  /** An independent stream that is named, so that adding one changes no other. */
  public Noise stream(String name) {
    long hash = key;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash * 31 + name.charAt(i) + GOLDEN_GAMMA);
    }
    return new Noise(hash);
  }

  /** Value number {@code index}, even in [0, 1). */
  public double uniform(long index) {
    return (mix(key + index * GOLDEN_GAMMA) >>> 11) * UNIT;
  }

  /** Value number {@code index}, even over the integers {@code 0 .. bound-1}. */
  public int below(int bound, long index) {
    return (int) (uniform(index) * bound);
  }

  /** Value number {@code index} of the standard normal distribution. */
  public double gaussian(long index) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * index)));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform(2 * index + 1));
  }

  /** A factor around 1 whose logarithm is normal with the given deviation, and whose mean is 1. */
  public double logNormal(double deviation, long index) {
    return StrictMath.exp(deviation * gaussian(index) - deviation * deviation / 2);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
