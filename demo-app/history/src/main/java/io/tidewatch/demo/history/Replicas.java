package io.tidewatch.demo.history;

import io.tidewatch.demo.history.Incident.Kind;

/**
 * Ready pods under a rule like the HPA's, kept short so that it needs no memory: each minute asks
 * for ⌈demand of the two minutes before ÷ (target · capacity)⌉ pods, and the largest answer of the
 * last ten minutes is ready, within the bounds. An outage leaves one pod in five.
 */
public final class Replicas {
  private static final int WINDOW = 10;

  private final Workload workload;
  private final Demand demand;
  private final IncidentPlan incidents;

  /** Replicas of the workload that follow the demand. */
  public Replicas(Workload workload, Demand demand, IncidentPlan incidents) {
    this.workload = workload;
    this.demand = demand;
    this.incidents = incidents;
  }

  /** Ready pods at the minute, 1 at least. */
  public int at(long minute) {
    int wanted = workload.minReplicas();
    for (int ago = 1; ago <= WINDOW; ago++) {
      wanted = Math.max(wanted, recommendation(minute - ago));
    }
    int running = Math.min(workload.maxReplicas(), wanted);
    boolean out = incidents.active(Kind.OUTAGE, workload.name(), minute).isPresent();
    return out ? Math.max(1, running / 5) : running;
  }

  private int recommendation(long minute) {
    double load = (demand.at(minute) + demand.at(minute - 1)) / 2;
    return (int) Math.ceil(load / (workload.target() * workload.capacity()));
  }
}
