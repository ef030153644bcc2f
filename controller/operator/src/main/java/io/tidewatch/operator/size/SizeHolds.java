package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Why the size of a workload is not to be changed now, whatever it needs.
 *
 * @param healing whether one of its pods is being replaced
 */
record SizeHolds(SizeCluster cluster, Predicate<WorkloadId> healing) {
  private static final String DEPLOYMENT = "Deployment";

  /** What is no matter of the API server's. */
  Optional<Keep> ofPlan(SizePlan plan) {
    if (!plan.target().kind().equals(DEPLOYMENT)) {
      return keep(Why.KIND_NOT_SUPPORTED, "only Deployments are resized");
    }
    if (plan.scaler().frozen().isPresent()) {
      return keep(Why.BUSY, plan.scaler().frozen().get().text());
    }
    if (plan.scaler().rolling()) {
      return keep(Why.BUSY, "a rollout is under way");
    }
    return healing.test(plan.workload())
        ? keep(Why.BUSY, "one of its pods is being replaced")
        : Optional.empty();
  }

  /** What the template says. */
  Optional<Keep> ofTemplate(SizePlan plan, TemplateSight template) {
    if (template.state().moving().isPresent()) {
      return keep(Why.BUSY, template.state().moving().get());
    }
    if (template.asking().size() > 1) {
      return keep(
          Why.SEVERAL_CONTAINERS,
          "several containers have requests; whose the need is cannot be told: size them by hand");
    }
    boolean fight =
        template.changedAfterUs()
            && template.mark().filter(ours -> ours.terms().equals(plan.terms())).isPresent();
    if (fight) {
      return keep(
          Why.CONFLICTING_OWNER,
          "somebody has changed the template's requests after us: they are his until the"
              + " PredictiveScaler changes");
    }
    return template
        .keeper()
        .filter(keeper -> !plan.inPlace())
        .flatMap(keeper -> keep(Why.MANAGED_BY_GIT_OPS, SizeWords.remedy(keeper, Map.of())));
  }

  /** Others that size the same pods. */
  Optional<Keep> ofOthers(SizePlan plan, Seen<SizeSights.Hpa> hpa) {
    Seen<String> vpa = cluster.vpa(plan.target());
    Optional<String> trouble = vpa.trouble().or(hpa::trouble);
    if (trouble.isPresent()) {
      return keep(
          Why.CONFLICTS_UNKNOWN, "it cannot be told who else sizes these pods: " + trouble.get());
    }
    if (vpa.what().isPresent()) {
      return keep(
          Why.VPA_OWNS,
          "the VerticalPodAutoscaler "
              + vpa.what().get()
              + " sizes these pods: set its updateMode to Off, or resize.enabled to false");
    }
    return hpa.what()
        .flatMap(SizeSights.Hpa::fight)
        .flatMap(fight -> keep(Why.CONFLICTING_OWNER, fight));
  }

  Seen<SizeSights.Hpa> hpa(SizePlan plan, Instant now) {
    return cluster.hpa(plan.target(), plan.terms(), now);
  }

  private static Optional<Keep> keep(Why why, String text) {
    return Optional.of(new Keep(why, text));
  }
}
