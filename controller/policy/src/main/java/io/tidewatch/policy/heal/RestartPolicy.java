package io.tidewatch.policy.heal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which pod of a workload is replaced before it fails. Guards come first, in this order:
 *
 * <ol>
 *   <li>persistence: a pod is sick if k of its last n known findings of one cause are bad, the
 *       present one among them. A step without an answer is no finding;
 *   <li>systemic: if more than max(1, 10 %) of the pods of which something is known are affected,
 *       or another pod is sick within the cool-down after a restart, it is not about a pod;
 *   <li>a likely cure ({@link Cure});
 *   <li>no other pod is missing, more than half of the pods are known, and the budgets of the
 *       workload and of the cluster are not spent.
 * </ol>
 *
 * <p>Only then one pod is named: of the leaking ones that which fails first, else the strangest.
 */
public record RestartPolicy(HealRules rules) {
  private static final Comparator<Sick> MOST_URGENT_FIRST =
      Comparator.comparing(Sick::cause)
          .thenComparing(Sick::until)
          .thenComparing(Comparator.comparing(Sick::score).reversed())
          .thenComparing(sick -> sick.pod().uid());

  public RestartPolicy {
    Objects.requireNonNull(rules, "rules");
  }

  /**
   * What was concluded at one step.
   *
   * @param pods how each pod is, by uid
   * @param sick what each sick pod suffers from, most urgent first
   * @param memory to be given to the next step
   */
  public record Judgement(
      HealVerdict verdict, Map<String, HealState> pods, List<Sick> sick, HealMemory memory) {
    public Judgement {
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(memory, "memory");
      pods = Map.copyOf(pods);
      sick = List.copyOf(sick);
    }
  }

  /** A pod that is sick beyond doubt. */
  public record Sick(PodReading pod, Cause cause) {
    private double until() {
      return pod.memory().failure().map(TimeToFailure::expected).orElse(Double.MAX_VALUE);
    }

    private double score() {
      return pod.strange().map(Strangeness::score).orElse(0.0);
    }
  }

  /** Concludes from one look at a workload, and from those before. */
  public Judgement judge(WorkloadReading reading, HealMemory before) {
    Symptoms symptoms = new Symptoms(reading.pods(), rules);
    HealMemory memory = before.after(reading, symptoms, rules);
    List<Sick> sick =
        reading.pods().stream()
            .flatMap(pod -> causes(pod, reading.step(), memory).stream())
            .sorted(MOST_URGENT_FIRST)
            .toList();
    HealVerdict verdict =
        sick.isEmpty() ? watch(reading, memory) : verdict(reading, symptoms, sick);
    return new Judgement(verdict, states(reading, sick, memory), sick, memory);
  }

  private List<Sick> causes(PodReading pod, long step, HealMemory memory) {
    return List.of(Cause.values()).stream()
        .filter(cause -> memory.of(pod.uid(), cause).confirmed(step, rules))
        .map(cause -> new Sick(pod, cause))
        .toList();
  }

  private HealVerdict watch(WorkloadReading reading, HealMemory memory) {
    HealVerdict worst = new HealVerdict.Healthy();
    int most = 0;
    for (PodReading pod : reading.pods()) {
      for (Cause cause : Cause.values()) {
        Findings findings = memory.of(pod.uid(), cause);
        if (findings.sick() > most) {
          most = findings.sick();
          worst = new HealVerdict.Watching(pod, cause, most, findings.all().size());
        }
      }
    }
    return worst;
  }

  private HealVerdict verdict(WorkloadReading reading, Symptoms symptoms, List<Sick> sick) {
    Optional<HealVerdict> systemic = systemic(reading, symptoms);
    if (systemic.isPresent()) {
      return systemic.get();
    }
    Optional<Sick> curable = sick.stream().filter(RestartPolicy::curable).findFirst();
    if (curable.isEmpty()) {
      return new HealVerdict.NoCure(sick.get(0).pod());
    }
    Sick first = curable.get();
    return denial(reading, symptoms, first.pod())
        .<HealVerdict>map(why -> new HealVerdict.Denied(first.pod(), first.cause(), why))
        .orElseGet(() -> new HealVerdict.Replace(first.pod(), first.cause()));
  }

  private Optional<HealVerdict> systemic(WorkloadReading reading, Symptoms symptoms) {
    List<PodReading> affected = reading.pods().stream().filter(symptoms::affected).toList();
    if (affected.size() > HealRules.mostSick(symptoms.known())) {
      return Optional.of(new HealVerdict.Systemic(spread(reading.pods(), affected), affected));
    }
    boolean cooling =
        reading.restarts().stream().anyMatch(at -> reading.step() - at < rules.coolDown());
    return cooling
        ? Optional.of(new HealVerdict.Systemic(Spread.SOON_AGAIN, affected))
        : Optional.empty();
  }

  private static Spread spread(List<PodReading> all, List<PodReading> affected) {
    long among = affected.stream().map(PodReading::node).distinct().count();
    String node = affected.get(0).node();
    boolean elsewhere = all.stream().anyMatch(pod -> !pod.node().equals(node));
    return among == 1 && elsewhere && !node.isEmpty() ? Spread.ONE_NODE : Spread.SEVERAL_PODS;
  }

  private static boolean curable(Sick sick) {
    return sick.cause() == Cause.MEMORY || sick.pod().strange().map(Cure::likely).orElse(false);
  }

  private Optional<Denial> denial(WorkloadReading reading, Symptoms symptoms, PodReading victim) {
    if (reading.pods().stream().anyMatch(pod -> !pod.ready() && !pod.uid().equals(victim.uid()))) {
      return Optional.of(Denial.OTHERS_NOT_READY);
    }
    if (2 * symptoms.known() <= reading.pods().size()) {
      return Optional.of(Denial.TOO_FEW_KNOWN);
    }
    if (today(reading) >= rules.mostPerDay()) {
      return Optional.of(Denial.DAILY_BUDGET);
    }
    return reading.clusterRestarts() >= rules.clusterPerDay()
        ? Optional.of(Denial.CLUSTER_BUDGET)
        : Optional.empty();
  }

  private static long today(WorkloadReading reading) {
    return reading.restarts().stream().filter(at -> reading.step() - at < HealRules.day()).count();
  }

  private Map<String, HealState> states(
      WorkloadReading reading, List<Sick> sick, HealMemory memory) {
    Map<String, HealState> states = new HashMap<>();
    reading.pods().forEach(pod -> states.put(pod.uid(), state(pod, memory)));
    sick.forEach(each -> states.put(each.pod().uid(), HealState.SICK));
    return states;
  }

  private HealState state(PodReading pod, HealMemory memory) {
    List<Findings> findings =
        List.of(Cause.values()).stream().map(cause -> memory.of(pod.uid(), cause)).toList();
    if (findings.stream().anyMatch(each -> each.sick() > 0)) {
      return HealState.WATCHED;
    }
    boolean clear = findings.stream().anyMatch(each -> each.clear(rules));
    return clear ? HealState.HEALTHY : HealState.UNKNOWN;
  }
}
