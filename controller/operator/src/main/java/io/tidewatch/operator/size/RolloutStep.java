package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeMark;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The template has it: new pods come, or it gets its former size back. */
final class RolloutStep {
  private static final Duration LONGEST_ROLLOUT = Duration.ofMinutes(30);
  private static final Duration GIVES_UP = Duration.ofHours(1);

  private final SizeCluster cluster;
  private final TemplateStep template;
  private final Timescale timescale;

  RolloutStep(SizeCluster cluster, TemplateStep template, Timescale timescale) {
    this.cluster = cluster;
    this.template = template;
    this.timescale = timescale;
  }

  /** Waits until new pods have come. */
  void rolling(SizePlan plan, Resizing entry, Instant now) throws IOException {
    Seen<TemplateSight> seen = cluster.template(plan.target());
    if (seen.what().filter(each -> each.state().moving().isEmpty()).isPresent()) {
      template.done(
          plan, entry, "Resized", "all pods ask for " + SizeWords.of(entry.wanted()), now);
      return;
    }
    if (now.isAfter(entry.since().plus(timescale.wallDuration(LONGEST_ROLLOUT)))) {
      restored(plan, entry, now);
    }
  }

  // Only what still is as we wrote it is written back; whoever changed it meanwhile keeps it.
  private void restored(SizePlan plan, Resizing entry, Instant now) throws IOException {
    SizeMark ours = entry.mark(plan);
    SizeMark back =
        new SizeMark(
            ours.scaler(), entry.terms(), ours.container(), entry.wanted(), entry.former());
    Resizer.Result result = cluster.write(plan.target(), entry.after(), back);
    boolean again =
        result.reason().passing()
            && !now.isAfter(entry.since().plus(timescale.wallDuration(GIVES_UP)));
    if (again || entry.target().isPresent() && !template.backAlone(entry)) {
      return;
    }
    String text = "the rollout of the new size does not end; its former one: ";
    template.end(plan, entry, "RolloutSlow", text + result.reason().code(), now);
  }
}
