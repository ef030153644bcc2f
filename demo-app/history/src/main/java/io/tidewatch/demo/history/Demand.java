package io.tidewatch.demo.history;

import io.tidewatch.demo.history.Incident.Kind;
import java.time.zone.ZoneRules;
import java.util.TreeMap;

/**
 * Requests/s that arrive at one workload, minute by minute: λ(t) = expected · e^(slow + fast) ·
 * incidents, then the count of a minute around 60 λ with variance dispersion · 60 λ.
 *
 * <p>A pure function of (seed, end of the history, minute). Days are remembered for speed alone.
 */
public final class Demand {
  private static final int REMEMBERED_DAYS = 4;

  private final Workload workload;
  private final Noise noise;
  private final long endMinute;
  private final IncidentPlan incidents;
  private final ZoneRules zone;
  private final TreeMap<Long, double[]> days = new TreeMap<>();

  /** The demand of the workload in a history that ends at the minute. */
  public Demand(
      Workload workload, long seed, long endMinute, IncidentPlan incidents, ZoneRules zone) {
    this.workload = workload;
    this.noise = workload.noise(seed);
    this.endMinute = endMinute;
    this.incidents = incidents;
    this.zone = zone;
  }

  /** Requests/s at the minute. */
  public double at(long minute) {
    double[] day = day(Math.floorDiv(minute, Moment.MINUTES_A_DAY));
    return day[Math.floorMod(minute, Moment.MINUTES_A_DAY)];
  }

  /** Requests/s to be expected at the minute, before any noise and incident. */
  public double expectedAt(long minute) {
    return workload.profile().expected(Moment.of(minute, zone), endMinute, noise);
  }

  private synchronized double[] day(long epochDay) {
    double[] known = days.get(epochDay);
    if (known != null) {
      return known;
    }
    double[] made = make(epochDay);
    days.put(epochDay, made);
    if (days.size() > REMEMBERED_DAYS) {
      days.pollFirstEntry();
    }
    return made;
  }

  private double[] make(long epochDay) {
    Profile profile = workload.profile();
    double[] slow = profile.slow().day(noise.stream("slow"), epochDay);
    double[] fast = profile.fast().day(noise.stream("fast"), epochDay);
    Noise counts = noise.stream("counts");
    double[] day = new double[Moment.MINUTES_A_DAY];
    for (int i = 0; i < day.length; i++) {
      long minute = epochDay * Moment.MINUTES_A_DAY + i;
      double rate = expectedAt(minute) * StrictMath.exp(slow[i] + fast[i]) * incidentFactor(minute);
      double deviation = StrictMath.sqrt(profile.dispersion() * rate / 60);
      day[i] = Math.max(0, rate + deviation * counts.gaussian(minute));
    }
    return day;
  }

  /** An outage turns requests away; those who waited come back in a rush of a few minutes. */
  private double incidentFactor(long minute) {
    Incident outage = incidents.around(Kind.OUTAGE, minute);
    if (!outage.workload().equals(workload.name()) || minute < outage.startMinute()) {
      return 1;
    }
    if (outage.activeAt(minute)) {
      return 0.06;
    }
    return 1 + 0.4 * StrictMath.exp(-(minute - outage.endMinute()) / 6.0);
  }
}
