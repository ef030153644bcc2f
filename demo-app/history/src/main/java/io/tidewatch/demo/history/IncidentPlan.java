package io.tidewatch.demo.history;

import io.tidewatch.demo.history.Incident.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which incidents are planted where. Time is cut into periods, counted from the end of the history;
 * each kind happens once in each of its periods, also after the end, so a live demo has some too.
 */
public final class IncidentPlan {
  /** Pods of a workload that are observed one by one. */
  public static final int PODS = 3;

  private final Noise noise;
  private final long endMinute;
  private final List<String> workloads;

  /** A plan for the workloads, fixed by the stream and the end of the history. */
  public IncidentPlan(Noise noise, long endMinute, List<String> workloads) {
    this.noise = noise;
    this.endMinute = endMinute;
    this.workloads = List.copyOf(workloads);
  }

  /** The incident of the kind whose period contains the minute. */
  public Incident around(Kind kind, long minute) {
    long period = Math.floorDiv(minute - endMinute, kind.period());
    Noise own = noise.stream(kind.id());
    int span = kind.longest() - kind.shortest();
    int length = kind.shortest() + own.stream("length").below(span + 1, period);
    long start =
        endMinute
            + period * kind.period()
            + own.stream("start").below(kind.period() - length, period);
    return new Incident(
        kind,
        workloads.get(own.stream("workload").below(workloads.size(), period)),
        kind == Kind.LEAK_OOM ? own.stream("pod").below(PODS, period) : 0,
        start,
        start + length,
        own.stream("severity").uniform(period));
  }

  /** The incident of the kind that is on at the workload at the minute. */
  public Optional<Incident> active(Kind kind, String workload, long minute) {
    return Optional.of(around(kind, minute))
        .filter(incident -> incident.workload().equals(workload) && incident.activeAt(minute));
  }

  /** All incidents that begin in the span, sorted by their start. */
  public List<Incident> between(long fromMinute, long toMinute) {
    List<Incident> found = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (long m = fromMinute; m < toMinute + kind.period(); m += kind.period()) {
        Incident incident = around(kind, m);
        if (incident.startMinute() >= fromMinute && incident.startMinute() < toMinute) {
          found.add(incident);
        }
      }
    }
    found.sort(Comparator.comparingLong(Incident::startMinute));
    return List.copyOf(found);
  }
}
