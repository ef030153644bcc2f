package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.crd.LastDeed;
import io.tidewatch.operator.crd.ScalerObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people, metrics and status what becomes of sizes. */
final class SizeDesk {
  private static final Logger LOG = LoggerFactory.getLogger(Sizer.class);

  private final Consumer<SizeNews> news;
  private final Consumer<Errand.Note> events;
  private final Map<WorkloadId, LastDeed> last = new ConcurrentHashMap<>();

  SizeDesk(Consumer<SizeNews> news, Consumer<Errand.Note> events) {
    this.news = news;
    this.events = events;
  }

  /** What was said about a workload last, for its condition. */
  Optional<LastDeed> of(WorkloadId workload) {
    return Optional.ofNullable(last.get(workload));
  }

  void keepOnly(Set<WorkloadId> workloads) {
    last.keySet().retainAll(workloads);
  }

  /** A state: it is in the condition and nowhere else. */
  void is(WorkloadId workload, boolean well, String code, String text) {
    LastDeed before = last.put(workload, new LastDeed(well, code, text, OptionalInt.empty()));
    if (before == null || !before.code().equals(code)) {
      LOG.info("{}: {}: {}", workload, code, text);
    }
  }

  /** Something that keeps sizes from being right, told once. */
  void hindered(SizePlan plan, String code, String text, Instant now) {
    boolean known = of(plan.workload()).filter(deed -> deed.code().equals(code)).isPresent();
    is(plan.workload(), false, code, text);
    if (!known) {
      tell(plan, SizeNews.Kind.HINDERED, code, text, now);
    }
  }

  /** Something that happened. */
  void happened(SizePlan plan, SizeNews.Kind kind, String code, String text, Instant now) {
    is(plan.workload(), kind != SizeNews.Kind.ENDED, code, text);
    tell(plan, kind, code, text, now);
  }

  private void tell(SizePlan plan, SizeNews.Kind kind, String code, String text, Instant now) {
    SizeNews item = new SizeNews(now, plan.workload(), kind, code, text);
    news.accept(item);
    if (kind == SizeNews.Kind.POD) {
      return;
    }
    ScalerObject about = plan.scaler().object();
    events.accept(
        new Errand.Note(
            new Errand.About(about.namespace(), about.name(), about.uid()),
            item.worrying(),
            code,
            text));
  }
}
