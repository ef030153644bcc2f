package io.tidewatch.demo.history.logs;

import io.tidewatch.demo.history.Incident;
import io.tidewatch.demo.history.Incident.Kind;
import io.tidewatch.demo.history.IncidentPlan;
import io.tidewatch.demo.history.Noise;
import java.util.Optional;

/**
 * What an incident makes a pod say. As in life the first signs come before any metric moves: a pool
 * that runs full, a retry, a lease that is renewed late. They begin 5 to 15 minutes early.
 */
public final class Trouble implements Voice {
  /** The least and the most minutes from the first sign to the incident. */
  public static final int SHORTEST_LEAD = 5;

  public static final int LONGEST_LEAD = 15;

  private static final double SIGN = 0.7;
  private static final double SYMPTOM = 0.5;
  private static final int MINUTES_TO_START = 1;

  private final IncidentPlan incidents;
  private final Noise noise;

  Trouble(IncidentPlan incidents, Noise noise) {
    this.incidents = incidents;
    this.noise = noise;
  }

  /** Minutes from the first sign of the incident to its begin. */
  public int lead(Incident incident) {
    int span = LONGEST_LEAD - SHORTEST_LEAD + 1;
    return SHORTEST_LEAD + noise.stream(incident.kind().id()).below(span, incident.startMinute());
  }

  @Override
  public void say(PodMinute minute, Dice dice, Lines lines) {
    for (Kind kind : Kind.values()) {
      nearest(kind, minute).ifPresent(incident -> say(incident, minute, dice, lines));
    }
  }

  /** The incident of the kind that this pod feels or is about to feel. */
  private Optional<Incident> nearest(Kind kind, PodMinute minute) {
    return Optional.of(incidents.around(kind, minute.number()))
        .filter(incident -> concerns(incident, minute))
        .or(
            () ->
                // One that begins early in the next period throws its shadow into this one.
                Optional.of(incidents.around(kind, minute.number() + LONGEST_LEAD))
                    .filter(incident -> concerns(incident, minute)));
  }

  private boolean concerns(Incident incident, PodMinute minute) {
    boolean here =
        incident.workload().equals(minute.workload().name())
            && (incident.kind() != Kind.LEAK_OOM || incident.pod() == minute.pod());
    return here
        && incident.startMinute() - lead(incident) <= minute.number()
        && minute.number() <= incident.endMinute() + MINUTES_TO_START;
  }

  private void say(Incident incident, PodMinute minute, Dice dice, Lines lines) {
    long now = minute.number();
    if (now >= incident.endMinute()) {
      after(incident, now, dice, lines);
      return;
    }
    boolean first = now == incident.startMinute() - lead(incident);
    if (now < incident.startMinute() && (first || dice.happens(SIGN))) {
      Signs.before(incident.kind(), incident.startMinute() - now, dice, lines);
    }
    if (incident.activeAt(now) && dice.happens(SYMPTOM)) {
      Signs.during(incident.kind(), incident.progressAt(now), dice, lines);
    }
  }

  private static void after(Incident incident, long now, Dice dice, Lines lines) {
    if (now == incident.endMinute()) {
      Signs.last(incident.kind(), lines);
      return;
    }
    Signs.recovered(incident.kind(), dice, lines);
  }
}
