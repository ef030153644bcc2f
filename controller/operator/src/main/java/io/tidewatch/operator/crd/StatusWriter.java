package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.crd.StatusDebounce.Due;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the statuses that are due, as far as the budget reaches; what is left comes next time. */
public final class StatusWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final StatusSink sink;
  private final WriteBudget budget;
  private final Clock clock;
  private final Map<String, PredictiveScalerStatus> written = new HashMap<>();
  private final Map<String, Trouble> troubles = new HashMap<>();
  private Trouble ofAll = Trouble.NONE;

  StatusWriter(StatusSink sink, WriteBudget budget, Clock clock) {
    this.sink = sink;
    this.budget = budget;
    this.clock = clock;
  }

  /** A writer to an API server. */
  public static StatusWriter to(KubernetesClient client, WriteBudget budget, Clock clock) {
    return new StatusWriter(new ApiStatusSink(client), budget, clock);
  }

  /** What the status of an object should be. */
  public record Wish(ScalerObject object, PredictiveScalerStatus status) {}

  private record Trouble(int failures, Instant until) {
    static final Trouble NONE = new Trouble(0, Instant.EPOCH);

    Trouble after(Instant now, Optional<Duration> asked) {
      Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
      Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      Duration longer = asked.filter(wait -> wait.compareTo(pause) > 0).orElse(pause);
      return new Trouble(failures + 1, now.plus(longer));
    }
  }

  /** The status that an object has, as far as is known. */
  public Optional<PredictiveScalerStatus> known(ScalerObject object) {
    return Optional.ofNullable(written.get(object.uid())).or(object::status);
  }

  /** Writes what is due: changes first, then the oldest. */
  public void write(List<Wish> wishes) {
    Set<String> present =
        wishes.stream().map(wish -> wish.object().uid()).collect(Collectors.toSet());
    written.keySet().retainAll(present);
    troubles.keySet().retainAll(present);
    Instant now = clock.instant();
    for (Wish wish : due(wishes, now)) {
      if (ofAll.until().isAfter(clock.instant()) || !budget.take()) {
        return;
      }
      take(wish, sink.apply(wish.object(), wish.status()));
    }
  }

  private List<Wish> due(List<Wish> wishes, Instant now) {
    record Ranked(Wish wish, Due due, Instant before) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Wish wish : wishes) {
      Optional<PredictiveScalerStatus> known = known(wish.object());
      Due due = StatusDebounce.due(known, wish.status(), now);
      boolean waits = troubles.getOrDefault(wish.object().uid(), Trouble.NONE).until().isAfter(now);
      if (due != Due.NOT && !waits) {
        Instant before = known.map(StatusDebounce::writtenAt).orElse(Instant.EPOCH);
        ranked.add(new Ranked(wish, due, before));
      }
    }
    ranked.sort(Comparator.comparing(Ranked::due).thenComparing(Ranked::before));
    return ranked.stream().map(Ranked::wish).toList();
  }

  private void take(Wish wish, StatusSink.Answer answer) {
    String uid = wish.object().uid();
    switch (answer.kind()) {
      case WRITTEN -> {
        written.put(uid, wish.status());
        troubles.remove(uid);
        ofAll = Trouble.NONE;
      }
      case GONE -> written.put(uid, wish.status());
      case LATER -> {
        Trouble before = troubles.getOrDefault(uid, Trouble.NONE);
        complain(before, wish.object() + ": its status is not written: " + answer.text());
        troubles.put(uid, before.after(clock.instant(), answer.pause()));
      }
      case ALL_LATER -> {
        complain(ofAll, "statuses are not written: " + answer.text());
        ofAll = ofAll.after(clock.instant(), answer.pause());
      }
    }
  }

  // It is tried again and again; one line is enough.
  private static void complain(Trouble before, String text) {
    if (before.failures() == 0) {
      LOG.warn(text);
    }
  }
}
