package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One incident from its opening to its end, and who has been told how much of it.
 *
 * @param renewed when it was last reported
 * @param single since when it is told on its own; empty: it stands in the summary of many
 * @param lower the severities that it had before it rose
 * @param revision grows with everything that people must hear of
 * @param told the revision that each receiver has
 */
record Episode(
    String fingerprint,
    Incident incident,
    Routing routing,
    Instant opened,
    Instant renewed,
    Optional<Instant> single,
    List<Severity> lower,
    Optional<Ending> ending,
    long revision,
    Map<String, Long> told) {

  /**
   * How it ended.
   *
   * @param settled whether it has stayed away long enough to be believed
   */
  record Ending(Instant at, String why, boolean settled) {}

  Episode {
    lower = List.copyOf(lower);
    told = Collections.unmodifiableMap(new TreeMap<>(told));
  }

  static Episode opened(Incident said, Routing routing, Instant now, Optional<Instant> single) {
    Incident incident = Texts.bounded(said);
    Instant since = incident.since().isAfter(now) ? now : incident.since();
    return new Episode(
        Texts.fingerprint(incident.key()),
        incident,
        routing,
        since,
        now,
        single,
        List.of(),
        Optional.empty(),
        1,
        Map.of());
  }

  /** The next one of the same cause: its numbers go on, so that no late answer hides it. */
  Episode after(Episode earlier) {
    Instant end = earlier.ending().map(Ending::at).orElse(opened);
    return new Episode(
        fingerprint,
        incident,
        routing,
        end.isAfter(opened) ? end : opened,
        renewed,
        single,
        lower,
        ending,
        earlier.revision() + 1,
        earlier.told());
  }

  /** Reported again: it goes on, with what is known now; the severity only ever rises. */
  Episode again(Incident said, Instant now) {
    Incident next = Texts.bounded(said);
    boolean rises = next.severity().compareTo(incident.severity()) > 0;
    boolean acted = !next.done().equals(incident.done());
    Severity severity = rises ? next.severity() : incident.severity();
    List<Severity> before =
        rises ? Stream.concat(lower.stream(), Stream.of(incident.severity())).toList() : lower;
    return new Episode(
        fingerprint,
        at(severity, next),
        routing,
        opened,
        now,
        single,
        before,
        Optional.empty(),
        rises || acted ? revision + 1 : revision,
        told);
  }

  private static Incident at(Severity severity, Incident next) {
    return new Incident(
        next.workload(),
        next.cause(),
        next.subject(),
        severity,
        next.title(),
        next.evidence(),
        next.attribution(),
        next.done(),
        next.advice(),
        next.since());
  }

  /** Said to be over; it is believed when it has stayed away for a while. */
  Episode over(Instant at, String why) {
    Instant end = at.isBefore(opened) ? opened : at;
    return with(single, Optional.of(new Ending(end, Texts.cut(why, 300), false)), revision, told);
  }

  /** Ended for good. */
  Episode resolved() {
    Ending end = ending.orElseThrow();
    return with(single, Optional.of(new Ending(end.at(), end.why(), true)), revision + 1, told);
  }

  /** From now on told on its own. */
  Episode promoted(Instant now) {
    return with(Optional.of(now), ending, revision, told);
  }

  Episode told(String receiver, long reached) {
    Map<String, Long> next = new TreeMap<>(told);
    next.merge(receiver, reached, Math::max);
    return with(single, ending, revision, next);
  }

  private Episode with(
      Optional<Instant> alone, Optional<Ending> end, long reached, Map<String, Long> heard) {
    return new Episode(
        fingerprint, incident, routing, opened, renewed, alone, lower, end, reached, heard);
  }

  /** Open until its end has settled. */
  boolean open() {
    return ending.isEmpty() || !ending.get().settled();
  }

  boolean folded() {
    return single.isEmpty();
  }

  Severity severity() {
    return incident.severity();
  }

  /** What of it a receiver has: 0 is nothing. */
  long toldTo(String receiver) {
    return told.getOrDefault(receiver, 0L);
  }

  /** Whether people heard of it by this step, or anything else that must survive a kill. */
  boolean differsFrom(Episode earlier) {
    return revision != earlier.revision
        || !single.equals(earlier.single)
        || !ending.equals(earlier.ending)
        || !told.equals(earlier.told)
        || !opened.equals(earlier.opened);
  }
}
