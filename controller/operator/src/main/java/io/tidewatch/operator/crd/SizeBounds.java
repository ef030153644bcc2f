package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.api.model.Quantity;
import io.tidewatch.operator.crd.spec.ResizeRules;
import io.tidewatch.operator.crd.spec.SizeLimits;
import io.tidewatch.policy.size.SizeRules;
import io.tidewatch.policy.size.SizeRules.Bounds;
import java.util.Optional;

/** Reads within which bounds requests may be changed. */
public final class SizeBounds {
  private SizeBounds() {}

  /**
   * The rules of a resize.
   *
   * @throws IllegalArgumentException when they make no sense
   */
  public static SizeRules of(ResizeRules rules) {
    SizeRules usual = SizeRules.usual();
    Optional<SizeLimits> min = Optional.ofNullable(rules.min());
    Optional<SizeLimits> max = Optional.ofNullable(rules.max());
    return usual.within(
        bounds("cpu", usual.cpu(), min.map(SizeLimits::cpu), max.map(SizeLimits::cpu)),
        bounds("memory", usual.memory(), min.map(SizeLimits::memory), max.map(SizeLimits::memory)));
  }

  private static Bounds bounds(
      String what, Bounds usual, Optional<String> min, Optional<String> max) {
    double most = max.map(SizeBounds::amount).orElse(usual.max());
    double least = min.map(SizeBounds::amount).orElse(Math.min(usual.min(), most));
    if (!(least > 0 && least <= most)) {
      throw new IllegalArgumentException(
          "resize.min." + what + " must be above 0 and not above resize.max." + what);
    }
    return new Bounds(least, most);
  }

  private static double amount(String quantity) {
    return Quantity.parse(quantity).getNumericalAmount().doubleValue();
  }
}
