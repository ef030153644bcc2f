package io.tidewatch.demo.history.logs;

import io.tidewatch.demo.history.Demand;
import io.tidewatch.demo.history.Health;
import io.tidewatch.demo.history.IncidentPlan;
import io.tidewatch.demo.history.Noise;
import io.tidewatch.demo.history.Replicas;
import io.tidewatch.demo.history.Shop;
import io.tidewatch.demo.history.ShopTraffic;
import io.tidewatch.demo.history.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The logs of the shop's observed pods, which tell the same story as its metrics: some 200 000
 * lines in 14 days. A pure function of (seed, end, minute), so any minute can be asked for alone.
 */
public final class ShopLogs {
  // The workloads of people who like text; the others log JSON.
  private static final Set<String> PLAIN = Set.of("search", "reports");

  private final long firstMinute;
  private final long lastMinute;
  private final List<PodVoice> pods = new ArrayList<>();

  private record PodVoice(LogSource source, int index, Observed observed, Noise noise) {}

  private record Observed(Workload workload, Demand demand, Replicas replicas, Health health) {
    PodMinute at(long minute, int pod) {
      double arriving = demand.at(minute);
      int ready = replicas.at(minute);
      return new PodMinute(
          minute,
          workload,
          pod,
          arriving,
          health.errors(minute, arriving, ready),
          health.latency(minute, arriving, ready),
          ready);
    }
  }

  private final Trouble trouble;
  private final Map<String, Voice> voices = new LinkedHashMap<>();

  /** The logs of a history with the same three values. */
  public ShopLogs(long seed, long lastMinute, int days) {
    ShopTraffic traffic = new ShopTraffic(seed, lastMinute, days);
    this.firstMinute = traffic.firstMinute();
    this.lastMinute = lastMinute;
    this.trouble = new Trouble(traffic.incidents(), Noise.seeded(seed).stream("signs"));
    voices.put("requests", new Requests());
    voices.put("chatter", new Chatter());
    voices.put("trouble", trouble);
    Shop.workloads().forEach(workload -> add(workload, seed, traffic));
  }

  private void add(Workload workload, long seed, ShopTraffic traffic) {
    IncidentPlan incidents = traffic.incidents();
    Noise noise = workload.noise(seed);
    Demand demand = new Demand(workload, seed, lastMinute, incidents, Shop.ZONE.getRules());
    Health health = new Health(workload, incidents, noise.stream("health"));
    Observed observed =
        new Observed(workload, demand, new Replicas(workload, demand, incidents), health);
    for (int i = 0; i < IncidentPlan.PODS; i++) {
      String pod = traffic.podName(workload.name(), i);
      LogSource source = new LogSource(Workload.NAMESPACE, workload.name(), pod);
      pods.add(new PodVoice(source, i, observed, noise.stream("log" + i)));
    }
  }

  /** The pods that log. */
  public List<LogSource> sources() {
    return pods.stream().map(PodVoice::source).toList();
  }

  /** The voice of the incidents, for who judges a detector. */
  public Trouble trouble() {
    return trouble;
  }

  /** The first minute of the history. */
  public long firstMinute() {
    return firstMinute;
  }

  /** The last minute of the history; what comes after it is live. */
  public long lastMinute() {
    return lastMinute;
  }

  /** What each pod has said in the minute that ended at the full minute of this number. */
  public Map<LogSource, List<LogLine>> at(long minute) {
    Map<LogSource, List<LogLine>> said = new LinkedHashMap<>();
    pods.forEach(pod -> said.put(pod.source(), at(pod, minute)));
    return said;
  }

  private List<LogLine> at(PodVoice pod, long minute) {
    Format format = PLAIN.contains(pod.source().workload()) ? Format.PLAIN : Format.JSON;
    Lines lines = new Lines(minute, format, new Dice(pod.noise().stream("times"), minute));
    PodMinute lived = pod.observed().at(minute, pod.index());
    voices.forEach(
        (name, voice) -> voice.say(lived, new Dice(pod.noise().stream(name), minute), lines));
    return lines.inOrder();
  }
}
