package io.tidewatch.policy.heal;

import java.util.ArrayList;
import java.util.List;

/**
 * The last findings about one pod and one cause, oldest first; immutable. A step at which nothing
 * was known leaves no finding: it neither confirms nor clears.
 */
record Findings(List<Finding> all) {
  /** What was found at a step. */
  record Finding(long step, boolean sick) {}

  static final Findings NONE = new Findings(List.of());

  Findings {
    all = List.copyOf(all);
  }

  /** With one more; of the older ones those are kept that still count. */
  Findings with(long step, boolean sick, HealRules rules) {
    List<Finding> next = new ArrayList<>(at(step, rules).all);
    next.removeIf(finding -> finding.step() >= step);
    next.add(new Finding(step, sick));
    return new Findings(next.subList(Math.max(0, next.size() - rules.n()), next.size()));
  }

  /** Those that still count at a step. */
  Findings at(long step, HealRules rules) {
    return new Findings(
        all.stream().filter(finding -> step - finding.step() < rules.memory()).toList());
  }

  int sick() {
    return (int) all.stream().filter(Finding::sick).count();
  }

  /** Whether it is sick at this very step and was often enough before. */
  boolean confirmed(long step, HealRules rules) {
    return badAt(step) && sick() >= rules.k();
  }

  boolean badAt(long step) {
    return !all.isEmpty() && last().step() == step && last().sick();
  }

  /** Whether nothing bad was found for as long as it takes to be sure. */
  boolean clear(HealRules rules) {
    return all.size() >= rules.n() && sick() == 0;
  }

  private Finding last() {
    return all.get(all.size() - 1);
  }
}
