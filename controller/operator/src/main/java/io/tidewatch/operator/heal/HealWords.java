package io.tidewatch.operator.heal;

import io.tidewatch.domain.Severity;
import io.tidewatch.policy.heal.Cause;
import io.tidewatch.policy.heal.MemoryOutlook;
import io.tidewatch.policy.heal.PodReading;
import io.tidewatch.policy.heal.RestartPolicy.Sick;
import io.tidewatch.policy.heal.Spread;
import io.tidewatch.policy.heal.Strangeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What pods suffer from, in words for people. */
final class HealWords {
  private static final double SOON = 15;

  private HealWords() {}

  /** One sentence without the pod's name. */
  static String what(Sick sick) {
    PodReading pod = sick.pod();
    if (sick.cause() == Cause.MEMORY) {
      return memory(pod.memory());
    }
    return pod.strange().map(strange -> "it is strange, " + strange).orElse("it is strange");
  }

  static Severity severity(Sick sick) {
    if (sick.cause() == Cause.ANOMALY) {
      return sick.pod().strange().map(Strangeness::severity).orElse(Severity.WARNING);
    }
    boolean soon =
        sick.pod().memory().failure().filter(until -> until.expected() <= SOON).isPresent();
    return soon ? Severity.CRITICAL : Severity.WARNING;
  }

  static List<String> evidence(Sick sick) {
    List<String> lines = new ArrayList<>(List.of(what(sick)));
    PodReading pod = sick.pod();
    lines.add(
        "it is %d steps old, on node %s, %s"
            .formatted(
                pod.age(),
                pod.node().isEmpty() ? "(none)" : pod.node(),
                pod.ready() ? "ready" : "not ready"));
    return lines;
  }

  static List<String> attribution(PodReading pod) {
    return pod.strange()
        .map(
            strange ->
                strange.attribution().stream().map(Strangeness.Attributed::toString).toList())
        .orElse(List.of());
  }

  /** One pod among several that are affected. */
  static String state(PodReading pod) {
    boolean leaks = pod.memory() instanceof MemoryOutlook.Rising;
    return pod.name() + ": " + what(new Sick(pod, leaks ? Cause.MEMORY : Cause.ANOMALY));
  }

  static String advice(Sick sick) {
    return sick.cause() == Cause.MEMORY
        ? "find what the process keeps: a heap dump before the replacement, or the change since"
            + " which pods grow; the limit only moves the day"
        : "look at the features named and at the pod's log beside a peer's";
  }

  static String advice(Spread spread) {
    return switch (spread) {
      case SEVERAL_PODS -> "look for what the pods share: a new version, a dependency, demand";
      case ONE_NODE -> "look at the node; kubectl drain moves its pods";
      case SOON_AGAIN -> "a new pod did not help for long: look for what the pods share";
    };
  }

  private static String memory(MemoryOutlook outlook) {
    if (outlook instanceof MemoryOutlook.Rising rising) {
      return String.format(
          Locale.ROOT,
          "memory is at %.0f %% of its limit, grows by %.2f %% a step and reaches it in %s",
          100 * rising.level(),
          100 * rising.perStep(),
          rising.until());
    }
    return "memory does not grow";
  }
}
