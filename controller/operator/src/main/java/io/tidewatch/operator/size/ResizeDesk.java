package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.operator.size.Resizing.Phase;
import io.tidewatch.policy.size.SizeVerdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins resizes and drives them to their end: of all workloads one moves at a time. What is begun
 * stands in the ledger first; what an earlier process has begun is gone on with.
 */
final class ResizeDesk {
  private static final Logger LOG = LoggerFactory.getLogger(Sizer.class);
  private static final Duration BETWEEN_ADVICE = Duration.ofDays(1);
  private static final Duration OWNERLESS = Duration.ofMinutes(30);

  private final SizeLedger ledger;
  private final ResizeDays days;
  private final ResizeSteps steps;
  private final SizeDesk desk;
  private final Timescale timescale;
  private final Map<WorkloadId, Instant> advised = new HashMap<>();
  private final Map<WorkloadId, Instant> ownerless = new HashMap<>();

  ResizeDesk(
      SizeLedger ledger, ResizeDays days, ResizeSteps steps, SizeDesk desk, Timescale timescale) {
    this.ledger = ledger;
    this.days = days;
    this.steps = steps;
    this.desk = desk;
    this.timescale = timescale;
  }

  boolean open(WorkloadId workload) {
    return ledger.of(workload).filter(Resizing::open).isPresent();
  }

  /** Whether pods of a workload are changing on account of a resize. */
  boolean moves(WorkloadId workload) {
    return ledger.of(workload).filter(Resizing::moves).isPresent();
  }

  /** Whether the HPA of a workload gets another target, which no floor may stand on. */
  boolean retargets(WorkloadId workload) {
    return ledger.of(workload).filter(each -> each.phase() == Phase.TARGET).isPresent();
  }

  /** When a resize of a workload was begun last, by this process or another leader. */
  Optional<Instant> last(WorkloadId workload) {
    return Stream.of(ledger.of(workload).map(Resizing::at), days.of(workload))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /**
   * Its pods should get another size: begins, or says what it would do.
   *
   * @param container as its pods have it now
   */
  void wanted(
      SizePlan plan,
      TemplateSight template,
      ContainerSize container,
      SizeVerdict.Resize verdict,
      Optional<SizeSights.Hpa> hpa,
      Instant now) {
    Map<Resource, Long> wanted = amounts(container, template.sized(), verdict);
    String text =
        "%s asks for %s (%s)"
            .formatted(container.name(), SizeWords.of(wanted), String.join(", ", verdict.why()));
    if (!plan.acts()) {
      advise(plan, "better: " + text, now);
      return;
    }
    Optional<HpaTarget> target =
        hpa.filter(SizeSights.Hpa::onCpu).flatMap(each -> target(each, container, wanted));
    // A target fits all pods or none, so with one it is the template's turn at once.
    boolean restarts = template.restarting().contains(container.name());
    boolean pods = plan.inPlace() && target.isEmpty() && !restarts;
    if (!pods && (plan.windows().isEmpty() || plan.onePodOnly())) {
      String why = plan.onePodOnly() ? "mode canary changes none" : "there are no changeWindows";
      desk.hindered(
          plan, "TemplateNotAllowed", "only the template could be changed, and " + why, now);
      return;
    }
    Phase first = pods ? Phase.PODS : Phase.TEMPLATE;
    Resizing begun = Resizing.begun(plan, first, template.sized(), container, wanted, target, now);
    begin(plan, begun, text, now);
  }

  private void begin(SizePlan plan, Resizing entry, String text, Instant now) {
    try {
      days.begin(entry.workload(), now);
      ledger.save(entry, now);
    } catch (IOException full) {
      String why = "it cannot be written down: " + full.getMessage();
      desk.hindered(plan, "StateNotWritten", why, now);
      return;
    }
    desk.happened(plan, SizeNews.Kind.BEGUN, "ResizeBegun", "from now on " + text, now);
  }

  private static Optional<HpaTarget> target(
      SizeSights.Hpa hpa, ContainerSize container, Map<Resource, Long> wanted) {
    long running = container.request(Resource.CPU).orElse(0);
    return Optional.ofNullable(wanted.get(Resource.CPU))
        .filter(cpu -> cpu != running)
        .map(cpu -> HpaTarget.keeping(hpa.name(), hpa.cpuTargets().get(0), running, cpu));
  }

  // What the template alone has otherwise is wanted, too: new pods would get that back with it.
  static Map<Resource, Long> amounts(
      ContainerSize pods, ContainerSize template, SizeVerdict.Resize verdict) {
    Map<Resource, Long> wanted = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      OptionalDouble to =
          resource == Resource.CPU ? verdict.to().cpuRequest() : verdict.to().memoryRequest();
      if (to.isEmpty()) {
        continue;
      }
      long amount = resource.amount(to.getAsDouble());
      if (Stream.of(pods, template).anyMatch(size -> differs(size, resource, amount))) {
        wanted.put(resource, amount);
      }
    }
    return wanted;
  }

  private static boolean differs(ContainerSize size, Resource resource, long amount) {
    return size.request(resource).orElse(amount) != amount;
  }

  private void advise(SizePlan plan, String text, Instant now) {
    Instant last = advised.get(plan.workload());
    if (last == null || !now.isBefore(last.plus(timescale.wallDuration(BETWEEN_ADVICE)))) {
      advised.put(plan.workload(), now);
      desk.happened(plan, SizeNews.Kind.ADVISED, "ResizeRecommended", text, now);
    }
  }

  /** Does the next thing of each resize that is under way. */
  void advance(List<SizePlan> plans, Instant now) {
    Optional<WorkloadId> moving =
        ledger.open().stream().filter(Resizing::moves).map(Resizing::workload).findFirst();
    for (Resizing entry : ledger.open()) {
      if (moving.isPresent() && !moving.get().equals(entry.workload())) {
        continue;
      }
      advance(entry, plans, now);
      moving = moving.or(() -> Optional.of(entry.workload()).filter(this::moves));
    }
  }

  private void advance(Resizing entry, List<SizePlan> plans, Instant now) {
    Optional<SizePlan> plan =
        plans.stream().filter(each -> each.workload().equals(entry.workload())).findFirst();
    try {
      if (plan.isPresent()) {
        ownerless.remove(entry.workload());
        steps.advance(plan.get(), entry, now);
        return;
      }
      // A process that has just begun may not know it yet.
      Instant since = ownerless.computeIfAbsent(entry.workload(), any -> now);
      if (now.isAfter(since.plus(timescale.wallDuration(OWNERLESS)))) {
        steps.disown(entry, now);
      }
    } catch (IOException full) {
      LOG.warn("{}: its resize waits: the state directory is full", entry.workload(), full);
    } catch (RuntimeException bug) {
      LOG.error("{}: its resize waits: a bug", entry.workload(), bug);
    }
  }
}
