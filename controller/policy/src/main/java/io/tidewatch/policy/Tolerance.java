package io.tidewatch.policy;

/**
 * How far usage may be from its target before an HPA changes anything.
 *
 * <p>Kubernetes 1.34 takes both from one flag of its controller manager. The fields of the same
 * name in {@code spec.behavior} count only with the alpha gate HPAConfigurableTolerance.
 *
 * @param down share of the target that usage may lack
 * @param up share of the target that usage may exceed
 */
public record Tolerance(double down, double up) {
  private static final double USUAL = 0.1;

  public Tolerance {
    if (!(down >= 0 && down < 1 && up >= 0 && Double.isFinite(up))) {
      throw new IllegalArgumentException("a tolerance is a share: " + down + ", " + up);
    }
  }

  /** A tenth in both directions, as the controller manager has it. */
  public static Tolerance usual() {
    return new Tolerance(USUAL, USUAL);
  }

  boolean holds(double ratio) {
    return 1 - down <= ratio && ratio <= 1 + up;
  }
}
