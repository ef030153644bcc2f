package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Episode.Ending;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one receiver has to be told next: news first, then what is due to be repeated. */
final class Mailbag {
  /** More than this is more than one message. */
  static final int MOST = 50;

  private final Addressee addressee;
  private final Instant began;
  private final Map<String, Instant> last = new HashMap<>();

  Mailbag(Addressee addressee, Instant began) {
    this.addressee = addressee;
    this.began = began;
  }

  /** The next message; empty when nothing is due. */
  List<Episode> next(List<Episode> mine, Instant now) {
    last.keySet().retainAll(mine.stream().map(Episode::fingerprint).toList());
    if (mine.stream().noneMatch(episode -> news(episode) || due(episode, now))) {
      return List.of();
    }
    // What is due soon goes along, so that repetitions stay together.
    Instant soon = now.plus(addressee.every().dividedBy(2));
    return mine.stream()
        .filter(episode -> news(episode) || due(episode, soon))
        .sorted(
            Comparator.comparing((Episode episode) -> !news(episode))
                .thenComparing(Episode::severity, Comparator.reverseOrder())
                .thenComparing(Episode::opened))
        .limit(MOST)
        .toList();
  }

  void taken(List<Episode> told, Instant now) {
    told.forEach(episode -> last.put(episode.fingerprint(), now));
  }

  private boolean news(Episode episode) {
    return episode.toldTo(addressee.name()) < episode.revision();
  }

  private boolean due(Episode episode, Instant at) {
    return repeated(episode, at) && !at.isBefore(lastTold(episode).plus(addressee.every()));
  }

  private boolean repeated(Episode episode, Instant at) {
    if (episode.open()) {
      return true;
    }
    Instant end = episode.ending().map(Ending::at).orElseThrow();
    return end.plus(addressee.afterwards()).isAfter(at);
  }

  private Instant lastTold(Episode episode) {
    Instant otherwise = addressee.forgetful() ? Instant.EPOCH : began;
    return last.getOrDefault(episode.fingerprint(), otherwise);
  }
}
