package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Key;
import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is open and who has heard of it: at most one episode per cause. It does no I/O; what must
 * survive a kill goes to its keeper in the same call.
 */
final class IncidentBook {
  /** Where episodes are kept. */
  interface Keeper {
    void keep(Episode episode);

    void drop(String fingerprint);
  }

  private final BookRules rules;
  private final Map<String, Addressee> addressees;
  private final Keeper keeper;
  private final Map<String, Episode> episodes = new LinkedHashMap<>();
  private final Map<String, Long> givenUp = new TreeMap<>();
  private Instant began;
  private boolean full;

  /** A book that goes on with what was kept. */
  IncidentBook(
      BookRules rules,
      List<Addressee> addressees,
      Keeper keeper,
      Collection<Episode> kept,
      Instant began) {
    this.rules = rules;
    this.addressees =
        addressees.stream().collect(Collectors.toMap(Addressee::name, Function.identity()));
    this.keeper = keeper;
    this.began = began;
    kept.forEach(episode -> episodes.put(episode.fingerprint(), episode));
  }

  /** Says when reports begin to come: nothing expires for having been silent before. */
  void begin(Instant now) {
    began = now;
  }

  /** Opens or renews an incident, if it is loud enough for its workload. */
  void report(Incident incident, Routing routing, Instant now) {
    Optional<Episode> known = open(incident.key());
    if (known.isPresent()) {
      put(known.get().again(incident, now));
      return;
    }
    if (incident.severity().compareTo(routing.least()) < 0 || !room(now)) {
      return;
    }
    boolean alone = roomAlone(incident.severity(), now) > 0;
    Optional<Instant> single = alone ? Optional.of(now) : Optional.empty();
    begin(Episode.opened(incident, routing, now, single));
  }

  /** Notes that it is over; it ends when it stays away. */
  void over(Key key, Instant at, String why, Instant now) {
    Instant end = at.isAfter(now) ? now : at;
    open(key)
        .filter(episode -> episode.ending().isEmpty())
        .ifPresent(episode -> put(episode.over(end, why)));
  }

  /** Lets time do its work: ends, expiries, the summary of many, forgetting. */
  void pass(Instant now) {
    for (Episode episode : List.copyOf(episodes.values())) {
      if (episode.open()) {
        ageOpen(episode, now);
      } else if (forgettable(episode, now)) {
        drop(episode);
      }
    }
    promote(now);
    summarise(now);
  }

  /** All that is kept, in the order of opening. */
  List<Episode> episodes() {
    return List.copyOf(episodes.values());
  }

  /** Episodes that are one receiver's business. */
  List<Episode> of(Addressee addressee) {
    return episodes.values().stream()
        .filter(episode -> addressee.hears(episode, addressees.keySet()))
        .toList();
  }

  /** Notes what a receiver has taken; what has happened since is still to be told. */
  void told(String receiver, List<Episode> taken) {
    for (Episode each : taken) {
      Episode now = episodes.get(each.fingerprint());
      if (now != null) {
        put(now.told(receiver, each.revision()));
      }
    }
  }

  /** How many resolutions were dropped that a receiver did not take for too long. */
  Map<String, Long> givenUp() {
    return Map.copyOf(givenUp);
  }

  /** Whether an incident had to be turned away since the last time this was asked. */
  boolean overflowed() {
    boolean was = full;
    full = false;
    return was;
  }

  boolean undelivered(Episode episode, Addressee addressee) {
    return addressee.hears(episode, addressees.keySet())
        && episode.toldTo(addressee.name()) < episode.revision();
  }

  private Optional<Episode> open(Key key) {
    return Optional.ofNullable(episodes.get(Texts.fingerprint(key))).filter(Episode::open);
  }

  private void begin(Episode fresh) {
    Episode earlier = episodes.remove(fresh.fingerprint());
    put(earlier == null ? fresh : fresh.after(earlier));
  }

  private void put(Episode next) {
    Episode before = episodes.put(next.fingerprint(), next);
    // What is only seen anew is in the next report, too: a kill costs nothing.
    if (before == null || next.differsFrom(before)) {
      keeper.keep(next);
    }
  }

  private void drop(Episode episode) {
    addressees.values().stream()
        .filter(addressee -> undelivered(episode, addressee))
        .forEach(addressee -> givenUp.merge(addressee.name(), 1L, Long::sum));
    episodes.remove(episode.fingerprint());
    keeper.drop(episode.fingerprint());
  }

  private void ageOpen(Episode episode, Instant now) {
    if (episode.ending().isPresent()) {
      Instant settled = episode.ending().get().at().plus(rules.settle());
      if (!now.isBefore(settled)) {
        put(episode.resolved());
      }
      return;
    }
    Instant heard = episode.renewed().isAfter(began) ? episode.renewed() : began;
    boolean summary = episode.incident().key().equals(ManyIncidents.KEY);
    if (!summary && now.isAfter(heard.plus(rules.expiry()))) {
      String why = "not reported again for " + rules.expiry().toSeconds() + " s";
      put(episode.over(now, why).resolved());
    }
  }

  private boolean forgettable(Episode episode, Instant now) {
    Instant end = episode.ending().orElseThrow().at();
    boolean waiting =
        addressees.values().stream().anyMatch(addressee -> undelivered(episode, addressee));
    return now.isAfter(end.plus(waiting ? rules.giveUp() : rules.keep()));
  }

  /** Whether one more can be kept; the resolution that is oldest makes way. */
  private boolean room(Instant now) {
    if (episodes.size() < rules.most()) {
      return true;
    }
    Optional<Episode> oldest =
        episodes.values().stream()
            .filter(episode -> !episode.open())
            .min(Comparator.comparing(episode -> episode.ending().orElseThrow().at()));
    oldest.ifPresent(this::drop);
    full = full || oldest.isEmpty();
    return oldest.isPresent();
  }

  /** How many more of a severity may be told on their own now. */
  private int roomAlone(Severity severity, Instant now) {
    long lately =
        episodes.values().stream()
            .filter(episode -> episode.severity() == severity)
            .flatMap(episode -> episode.single().stream())
            .filter(since -> since.isAfter(now.minus(rules.window())))
            .count();
    return (int) Math.max(0, rules.mostSingle() - lately);
  }

  /** Those in the summary are told on their own once that is no storm any more. */
  private void promote(Instant now) {
    for (Severity severity : Severity.values()) {
      List<Episode> folded =
          folded().stream().filter(episode -> episode.severity() == severity).toList();
      if (!folded.isEmpty() && folded.size() <= roomAlone(severity, now)) {
        folded.forEach(episode -> put(episode.promoted(now)));
      }
    }
  }

  private List<Episode> folded() {
    return episodes.values().stream().filter(Episode::open).filter(Episode::folded).toList();
  }

  private void summarise(Instant now) {
    List<Episode> folded = folded();
    if (folded.isEmpty()) {
      over(ManyIncidents.KEY, now, "what is open is told on its own", now);
      return;
    }
    Incident summary = ManyIncidents.of(folded, now);
    Optional<Episode> known = open(ManyIncidents.KEY);
    if (known.isPresent()) {
      put(known.get().again(summary, now));
      return;
    }
    begin(Episode.opened(summary, Routing.STANDARD, now, Optional.of(now)));
  }
}
