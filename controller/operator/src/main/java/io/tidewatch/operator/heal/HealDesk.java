package io.tidewatch.operator.heal;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Severity;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.policy.heal.Cause;
import io.tidewatch.policy.heal.HealState;
import io.tidewatch.policy.heal.HealVerdict;
import io.tidewatch.policy.heal.PodReading;
import io.tidewatch.policy.heal.RestartPolicy;
import io.tidewatch.policy.heal.RestartPolicy.Sick;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people, metrics and status what is known of pods and what is done about them. */
final class HealDesk {
  static final String SYSTEMIC = "SystemicAnomaly";
  static final String REFUSED = "RestartRefused";

  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);

  private final OpenIncidents incidents;
  private final Consumer<HealNews> news;
  private final Consumer<Errand.Note> events;
  private final Map<Incident.Key, String> told = new HashMap<>();

  HealDesk(Incidents incidents, Consumer<HealNews> news, Consumer<Errand.Note> events) {
    this.incidents = new OpenIncidents(incidents);
    this.news = news;
    this.events = events;
  }

  /**
   * Reports what was concluded about a workload none of whose pods is being replaced: then what is
   * known of them ends with that.
   */
  void judged(HealPlan plan, RestartPolicy.Judgement judged, List<PodReading> pods, Instant now) {
    judged.sick().forEach(sick -> sick(plan, sick, now));
    if (judged.verdict() instanceof HealVerdict.Systemic systemic) {
      systemic(plan, systemic, now);
    }
    if (judged.sick().isEmpty()) {
      Incident.Key key = new Incident.Key(plan.workload(), SYSTEMIC, "");
      incidents.over(key, now, "no pod is sick any more");
    }
    pods.stream()
        .filter(pod -> judged.pods().get(pod.uid()) == HealState.HEALTHY)
        .forEach(pod -> over(plan.workload(), pod.name(), now, "the pod is well"));
    Set<String> there = pods.stream().map(PodReading::name).collect(Collectors.toSet());
    incidents
        .gone(plan.workload(), there)
        .forEach(key -> over(key.workload(), key.subject(), now, "the pod is gone"));
  }

  private void sick(HealPlan plan, Sick sick, Instant now) {
    PodReading pod = sick.pod();
    Incident.Key key = new Incident.Key(plan.workload(), sick.cause().code(), pod.name());
    boolean first = !incidents.open(key);
    Severity severity = HealWords.severity(sick);
    String text = HealWords.what(sick);
    incidents.report(
        new Incident(
            key.workload(),
            key.cause(),
            key.subject(),
            Incident.Severity.valueOf(severity.name()),
            pod.name() + ": " + text,
            HealWords.evidence(sick),
            HealWords.attribution(pod),
            List.of(),
            HealWords.advice(sick),
            now));
    if (first) {
      tell(plan, pod.name(), HealNews.Kind.DETECTED, sick.cause().code(), text, severity, now);
    }
  }

  private void systemic(HealPlan plan, HealVerdict.Systemic systemic, Instant now) {
    Incident.Key key = new Incident.Key(plan.workload(), SYSTEMIC, "");
    boolean first = !incidents.open(key);
    List<String> evidence = systemic.pods().stream().map(HealWords::state).toList();
    incidents.report(
        new Incident(
            key.workload(),
            key.cause(),
            key.subject(),
            Incident.Severity.CRITICAL,
            systemic.why().text(),
            evidence,
            List.of(),
            List.of("nothing: restarts are held"),
            HealWords.advice(systemic.why()),
            now));
    if (first) {
      String text = systemic.why().text() + ": " + String.join("; ", evidence);
      String code = systemic.why().code();
      tell(plan, "", HealNews.Kind.SYSTEMIC, code, text, Severity.CRITICAL, now);
    }
  }

  /** What would be done if the mode allowed it. */
  void advised(HealPlan plan, Sick sick, Instant now) {
    String text = "would be replaced: " + HealWords.what(sick);
    once(plan, sick.pod().name(), HealNews.Kind.ADVISED, sick.cause().code(), text, now);
  }

  void begun(HealPlan plan, Sick sick, Instant now) {
    String pod = sick.pod().name();
    did(plan.workload(), pod, "its replacement was begun at " + now);
    incidents.over(new Incident.Key(plan.workload(), REFUSED, pod), now, "it is being replaced");
    String text = "is to be replaced: " + HealWords.what(sick);
    Severity severity = HealWords.severity(sick);
    tell(plan, pod, HealNews.Kind.BEGUN, sick.cause().code(), text, severity, now);
    // Once more, so that people see in the incident that something is being done.
    sick(plan, sick, now);
  }

  void evicted(HealPlan plan, String pod, Instant now) {
    did(plan.workload(), pod, "it was evicted at " + now);
    String text = "is evicted; another one takes its place";
    tell(plan, pod, HealNews.Kind.EVICTED, "Evicted", text, Severity.INFO, now);
  }

  void replaced(HealPlan plan, String pod, Instant now) {
    over(plan.workload(), pod, now, "the pod was replaced, another one is ready");
    String text = "is gone, and another one is ready";
    tell(plan, pod, HealNews.Kind.REPLACED, "Replaced", text, Severity.INFO, now);
  }

  /** A sick pod is left as it is. */
  void refused(HealPlan plan, String pod, String code, String why, Instant now) {
    if (plan.acts()) {
      incidents.report(
          new Incident(
              plan.workload(),
              REFUSED,
              pod,
              Incident.Severity.WARNING,
              pod + " should be replaced and is not: " + why,
              List.of(code + ": " + why),
              List.of(),
              List.of("nothing"),
              "see what holds it; kubectl delete pod " + pod + " replaces it by hand",
              now));
    }
    once(plan, pod, HealNews.Kind.REFUSED, code, "is not replaced: " + why, now);
  }

  private void did(WorkloadId workload, String pod, String what) {
    for (Cause cause : Cause.values()) {
      incidents.did(new Incident.Key(workload, cause.code(), pod), what);
    }
  }

  private void over(WorkloadId workload, String pod, Instant now, String why) {
    for (Cause cause : Cause.values()) {
      incidents.over(new Incident.Key(workload, cause.code(), pod), now, why);
    }
    incidents.over(new Incident.Key(workload, REFUSED, pod), now, why);
    told.keySet().removeIf(key -> key.workload().equals(workload) && key.subject().equals(pod));
  }

  private void once(
      HealPlan plan, String pod, HealNews.Kind kind, String code, String text, Instant now) {
    Incident.Key key = new Incident.Key(plan.workload(), kind.name(), pod);
    if (!code.equals(told.put(key, code))) {
      tell(plan, pod, kind, code, text, Severity.WARNING, now);
    }
  }

  private void tell(
      HealPlan plan,
      String pod,
      HealNews.Kind kind,
      String code,
      String text,
      Severity severity,
      Instant now) {
    HealNews item = new HealNews(now, plan.workload(), pod, kind, code, text, severity);
    LOG.info("{} {}: {}: {}", item.workload(), pod, code, text);
    news.accept(item);
    if (plan.mode() != Mode.OBSERVE && kind != HealNews.Kind.DETECTED) {
      ScalerObject about = plan.scaler().object();
      String sentence = pod.isEmpty() ? text : "pod " + pod + " " + text;
      events.accept(
          new Errand.Note(
              new Errand.About(about.namespace(), about.name(), about.uid()),
              severity != Severity.INFO,
              code,
              sentence));
    }
  }
}
