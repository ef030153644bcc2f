package io.tidewatch.demo.history;

/**
 * Something that goes wrong for a while.
 *
 * @param kind what
 * @param workload where
 * @param pod index of the pod that leaks, of those that are observed; 0 where it concerns all
 * @param startMinute first minute, since 1970-01-01T00:00Z
 * @param endMinute the minute at which it is over; the one of the OOM kill for a leak
 * @param severity 0 to 1, how bad of its kind
 */
public record Incident(
    Kind kind, String workload, int pod, long startMinute, long endMinute, double severity) {

  /** The kinds, each at most once at a time in the shop. */
  public enum Kind {
    /** One pod's memory grows to its limit; then it is killed and starts again. */
    LEAK_OOM("leak-oom", 30 * 60, 4 * 60, 9 * 60),
    /** The p95 latency grows slowly to a multiple, then a fix brings it back. */
    LATENCY_CREEP("latency-creep", 52 * 60, 2 * 60, 5 * 60),
    /** A large share of the requests fails for a few minutes. */
    ERROR_BURST("error-burst", 37 * 60, 8, 20),
    /** Almost no pod is ready and almost no request arrives; a rush follows. */
    OUTAGE("outage", 6 * 24 * 60, 6, 14);

    private final String id;
    private final int period;
    private final int shortest;
    private final int longest;

    Kind(String id, int period, int shortest, int longest) {
      this.id = id;
      this.period = period;
      this.shortest = shortest;
      this.longest = longest;
    }

    /** The name in the truth file. */
    public String id() {
      return id;
    }

    int period() {
      return period;
    }

    int shortest() {
      return shortest;
    }

    int longest() {
      return longest;
    }
  }

  /** Refuses an incident without duration. */
  public Incident {
    if (endMinute <= startMinute) {
      throw new IllegalArgumentException("an incident must last a minute at least");
    }
  }

  /** Whether it is on at the minute. */
  public boolean activeAt(long minute) {
    return startMinute <= minute && minute < endMinute;
  }

  /** How far it has come at the minute, 0 at its start and just below 1 at its last minute. */
  public double progressAt(long minute) {
    return (double) (minute - startMinute) / (endMinute - startMinute);
  }
}
