package io.tidewatch.operator.incident;

import java.time.Instant;

/** Where incidents are reported. Both calls return at once, whatever becomes of the delivery. */
public interface Incidents {

  /** Reports what is the case now; told again, it renews the incident and its evidence. */
  void report(Incident incident);

  /** Says that it is over; without such an incident nothing happens. */
  void over(Incident.Key key, Instant at, String why);

  /** Of a controller that tells nobody. */
  static Incidents nobody() {
    return new Incidents() {
      @Override
      public void report(Incident incident) {}

      @Override
      public void over(Incident.Key key, Instant at, String why) {}
    };
  }
}
