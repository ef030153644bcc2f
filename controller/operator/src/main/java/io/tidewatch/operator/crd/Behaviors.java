package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.spec.ScalingBehavior;
import io.tidewatch.operator.crd.spec.ScalingRate;
import io.tidewatch.operator.crd.spec.ScalingRules;
import io.tidewatch.policy.Behavior;
import java.util.List;

/** Reads a behaviour as Kubernetes does: what is absent is its default. */
final class Behaviors {
  private Behaviors() {}

  static Behavior of(ScalingBehavior written) {
    Behavior usual = Behavior.defaults();
    if (written == null) {
      return usual;
    }
    return new Behavior(
        rules(written.scaleUp(), usual.up()), rules(written.scaleDown(), usual.down()));
  }

  private static Behavior.Rules rules(ScalingRules written, Behavior.Rules usual) {
    if (written == null) {
      return usual;
    }
    List<Behavior.Rate> rates =
        ScalerMapper.stream(written.policies()).map(Behaviors::rate).toList();
    return new Behavior.Rules(
        ScalerMapper.or(written.stabilizationWindowSeconds(), usual.stabilizationSeconds()),
        select(written.selectPolicy()),
        rates.isEmpty() ? usual.rates() : rates);
  }

  private static Behavior.Select select(ScalingRules.Select written) {
    if (written == null) {
      return Behavior.Select.MAX;
    }
    return switch (written) {
      case Max -> Behavior.Select.MAX;
      case Min -> Behavior.Select.MIN;
      case Disabled -> Behavior.Select.DISABLED;
    };
  }

  private static Behavior.Rate rate(ScalingRate written) {
    Behavior.Unit unit =
        written.type() == ScalingRate.Type.Percent ? Behavior.Unit.PERCENT : Behavior.Unit.PODS;
    return new Behavior.Rate(
        unit, ScalerMapper.or(written.value(), 0), ScalerMapper.or(written.periodSeconds(), 0));
  }
}
