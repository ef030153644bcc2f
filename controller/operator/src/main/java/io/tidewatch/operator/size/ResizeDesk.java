package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.operator.size.Resizing.Phase;
import io.tidewatch.policy.size.SizeVerdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
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
  private final ResizeSteps steps;
  private final SizeDesk desk;
  private final Timescale timescale;
  private final Map<WorkloadId, Instant> advised = new HashMap<>();

  ResizeDesk(SizeLedger ledger, ResizeSteps steps, SizeDesk desk, Timescale timescale) {
    this.ledger = ledger;
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

  /** When a resize of a workload was begun last. */
  Optional<Instant> last(WorkloadId workload) {
    return ledger.of(workload).map(Resizing::at);
  }

  /** Its pods should get another size: begins, or says what it would do. */
  void wanted(
      SizePlan plan,
      TemplateSight template,
      ContainerSize container,
      SizeVerdict.Resize verdict,
      Instant now) {
    Map<Resource, Long> wanted = amounts(container, verdict);
    String text =
        "%s asks for %s (%s)"
            .formatted(container.name(), SizeWords.of(wanted), String.join(", ", verdict.why()));
    if (!plan.acts()) {
      advise(plan, "better: " + text, now);
      return;
    }
    boolean pods = plan.inPlace() && !template.restarting().contains(container.name());
    if (!pods && (plan.windows().isEmpty() || plan.onePodOnly())) {
      String why = plan.onePodOnly() ? "mode canary changes none" : "there are no changeWindows";
      desk.hindered(
          plan, "TemplateNotAllowed", "only the template could be changed, and " + why, now);
      return;
    }
    Resizing entry =
        new Resizing(
            plan.workload(),
            plan.terms(),
            now,
            pods ? Phase.PODS : Phase.TEMPLATE,
            now,
            container,
            wanted,
            Optional.empty(),
            Set.of());
    try {
      ledger.save(entry, now);
    } catch (IOException full) {
      String why = "the state directory cannot be written: " + full.getMessage();
      desk.hindered(plan, "StateNotWritten", why, now);
      return;
    }
    desk.happened(plan, SizeNews.Kind.BEGUN, "ResizeBegun", "from now on " + text, now);
  }

  private static Map<Resource, Long> amounts(ContainerSize container, SizeVerdict.Resize verdict) {
    Map<Resource, Long> wanted = new EnumMap<>(Resource.class);
    put(wanted, container, Resource.CPU, verdict.to().cpuRequest());
    put(wanted, container, Resource.MEMORY, verdict.to().memoryRequest());
    return wanted;
  }

  private static void put(
      Map<Resource, Long> wanted, ContainerSize container, Resource resource, OptionalDouble to) {
    if (to.isEmpty()) {
      return;
    }
    long amount = resource.amount(to.getAsDouble());
    if (container.request(resource).orElse(amount) != amount) {
      wanted.put(resource, amount);
    }
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
        steps.advance(plan.get(), entry, now);
        return;
      }
      // A process that has just begun may not know it yet.
      if (now.isAfter(entry.since().plus(timescale.wallDuration(OWNERLESS)))) {
        ledger.end(entry, now);
      }
    } catch (IOException full) {
      LOG.warn("{}: its resize waits: the state directory is full", entry.workload(), full);
    } catch (RuntimeException bug) {
      LOG.error("{}: its resize waits: a bug", entry.workload(), bug);
    }
  }
}
