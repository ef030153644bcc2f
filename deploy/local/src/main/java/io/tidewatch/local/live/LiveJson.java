package io.tidewatch.local.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** The results as one JSON object. */
final class LiveJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LiveReport report;

  LiveJson(LiveReport report) {
    this.report = report;
  }

  String text() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts was not written", e);
    }
  }

  ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("lab")
        .put("up_s", tenths(report.upSeconds()))
        .put("copies_ready_s", tenths(report.readySeconds()))
        .put("nodes", report.nodes())
        .put("description", report.ground());
    ArrayNode autoscale = root.putArray("autoscale");
    report.sides().forEach(side -> add(autoscale.addObject(), side));
    report.simulated().stream()
        .filter(simulation -> simulation.policy().equals("oracle"))
        .forEach(simulation -> add(autoscale.addObject(), simulation));
    ArrayNode actions = root.putArray("actions");
    ArrayNode faulty = root.putArray("faulty_pods");
    report.faulty().forEach(pod -> add(faulty.addObject(), pod));
    root.putNull("trusted_share");
    report.ours().ifPresent(ours -> add(root, actions, ours));
    report.verdict().ifPresent(verdict -> add(root.putObject("verdict"), verdict));
    ObjectNode band = root.putObject("noise_band");
    report
        .band()
        .ifPresent(
            noise ->
                band.put("violation_min", noise.violationMinutes())
                    .put("pod_hours", hundredths(noise.podHours()))
                    .put("origin", noise.origin()));
    ArrayNode simulated = root.putArray("simulated");
    report.simulated().forEach(simulation -> add(simulated.addObject(), simulation));
    report.landed().ifPresent(landed -> add(root, landed));
    facts(root);
    addSteps(root.putArray("steps"));
    return root;
  }

  private void add(ObjectNode node, SideResult side) {
    node.put("policy", side.side().policy())
        .put("seed", report.plan().seed())
        .put("violation_min", side.violationMinutes())
        .put("pod_hours", hundredths(side.podHours()));
    side.p95Millis().ifPresentOrElse(p95 -> node.put("p95_ms", p95), () -> node.putNull("p95_ms"));
    node.put("requests", side.requests())
        .put("failed_requests", side.failed())
        .put("side", side.side().name())
        .put("namespace", side.side().namespace())
        .put("pod_hours_api", hundredths(side.apiPodHours()));
  }

  private void add(ObjectNode node, Simulation simulation) {
    node.put("policy", simulation.policy())
        .put("seed", report.plan().seed())
        .put("violation_min", simulation.violationMinutes())
        .put("pod_hours", hundredths(simulation.podHours()))
        .putNull("p95_ms")
        .putNull("requests")
        .putNull("failed_requests")
        .put("simulated", true);
  }

  private static void add(ObjectNode node, FaultyPod pod) {
    node.put("side", pod.side().name())
        .put("policy", pod.side().policy())
        .put("fault", pod.fault())
        .put("pod", pod.pod())
        .put("injected_at", pod.injectedAt().toString());
    pod.replacedAt()
        .ifPresentOrElse(
            at -> node.put("replaced_at", at.toString()), () -> node.putNull("replaced_at"));
    node.put("oom_killed", pod.oomKilled())
        .put("failed_requests", pod.failedRequests())
        .put("end", pod.end());
  }

  private void add(ObjectNode root, ArrayNode actions, Ours ours) {
    root.put("trusted_share", thousandths(ours.trustedShare()));
    String target =
        report.sides().stream()
            .filter(side -> side.side().ours())
            .map(side -> side.side().namespace() + "/" + Side.WORKLOAD)
            .findFirst()
            .orElseThrow();
    for (HpaChange change : ours.changes()) {
      actions
          .addObject()
          .put("kind", change.floor() == change.floorBefore() ? "target" : "floor")
          .put("target", target)
          .put("at", change.at().toString())
          .put("outcome", change.outcome())
          .put("change", change.text());
    }
    ObjectNode node = root.putObject("tidewatch");
    node.put("model", ours.model())
        .put("lead_s", ours.leadSeconds())
        .put("trusted_at_start", ours.trustedAtStart())
        .put("floors", ours.floors())
        .put("floors_ahead_of_the_need", ours.aheadOfTheNeed(report.plan().speed()))
        .put("hpa_restored", ours.leftBehind().isEmpty());
    ours.leftBehind().forEach(node.putArray("left_behind")::add);
    ArrayNode decisions = root.putArray("decisions");
    ours.decisions().forEach(decision -> add(decisions.addObject(), decision));
  }

  private static void add(ObjectNode node, OurDecision decision) {
    node.put("at", decision.record().at().toString())
        .put("action", decision.record().action().text())
        .put("mode", decision.record().mode().text())
        .put("trusted", decision.record().trusted());
    decision.record().observed().demand().ifPresent(demand -> node.put("demand_rps", demand));
    decision
        .record()
        .replicas()
        .ifPresent(
            count ->
                node.put("before", count.before())
                    .put("wanted", count.wanted())
                    .put("hpa", count.hpa()));
    decision.floor().ifPresent(floor -> node.put("floor", floor));
    decision.words().forEach(node.putArray("reasons")::add);
  }

  private static void add(ObjectNode node, Verdict verdict) {
    verdict
        .violations()
        .ifPresentOrElse(
            ratio -> node.put("violation_ratio", thousandths(ratio)),
            () -> node.putNull("violation_ratio"));
    node.put("pod_hours_ratio", thousandths(verdict.podHours()))
        .put("violations_outside_band", verdict.outside())
        .put("pod_hours_outside_band", verdict.hoursOutside());
  }

  private static void add(ObjectNode root, Landed landed) {
    root.putObject("rows_landed")
        .put("metrics", landed.metrics())
        .put("log_lines", landed.logLines());
    landed.behind().ifPresent(time -> root.put("landed_behind_s", time.toSeconds()));
  }

  private void facts(ObjectNode root) {
    LivePlan plan = report.plan();
    root.put("made_at", report.madeAt().toString())
        .put("machine", report.machine())
        .put("minutes", plan.minutes())
        .put("speed", plan.speed())
        .put("seed", plan.seed())
        .put("peak_rps", plan.peak())
        .put("capacity_rps", LivePlan.CAPACITY)
        .put("hpa_target", LivePlan.TARGET)
        .put("slo_p95_ms", LivePlan.SLO_MILLIS)
        .put("demand", report.demand().about())
        .put("generator_late_p99_ms", tenths(report.lateMillis()));
    double[] starts = report.starts();
    root.putObject("pod_start_s")
        .put("pods", starts.length)
        .put("mean", tenths(Arrays.stream(starts).average().orElse(0)))
        .put("max", starts.length == 0 ? 0 : starts[starts.length - 1])
        .put("simulated_nominal", report.startSeconds());
    ObjectNode seconds = root.putObject("seconds_by_step");
    report.seconds().forEach((step, value) -> seconds.put(step, tenths(value)));
    ArrayNode notes = root.putArray("notes");
    report.notes().forEach(notes::add);
  }

  private void addSteps(ArrayNode all) {
    double[] demand = report.demandBySteps();
    for (int i = 0; i < demand.length; i++) {
      ObjectNode node = all.addObject().put("minute", i + 1).put("demand_rps", tenths(demand[i]));
      ArrayNode sides = node.putArray("sides");
      for (SideResult side : report.sides()) {
        Step step = side.steps().get(i);
        ObjectNode of = sides.addObject().put("side", side.side().name());
        step.p95Millis().ifPresent(p95 -> of.put("p95_ms", p95));
        of.put("failed", step.failed())
            .put("replicas", side.replicas().at(step.start().plus(report.plan().step())))
            .put("ready", side.ready().at(step.start().plus(report.plan().step())))
            .put("desired", side.desired().at(step.start().plus(report.plan().step())));
      }
    }
  }

  private static double thousandths(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
