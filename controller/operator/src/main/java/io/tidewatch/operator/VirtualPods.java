package io.tidewatch.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods that would be there had every wish been carried out: a new one is ready after the
 * start-up time, removal is immediate and takes the youngest starting ones first.
 *
 * @param starting those that do not serve yet, oldest first
 */
public record VirtualPods(int ready, List<Batch> starting) {
  public VirtualPods {
    starting = List.copyOf(starting);
  }

  /** Pods that were created together (nominal time). */
  public record Batch(Instant readyAt, int pods) {}

  static VirtualPods ready(int pods) {
    return new VirtualPods(pods, List.of());
  }

  /** Ready and starting pods: those that are paid. */
  int all() {
    return ready + starting.stream().mapToInt(Batch::pods).sum();
  }

  /** The same pods at a later time, when some have become ready. */
  VirtualPods at(Instant nominal) {
    List<Batch> still =
        starting.stream().filter(batch -> batch.readyAt().isAfter(nominal)).toList();
    int serving = all() - still.stream().mapToInt(Batch::pods).sum();
    return new VirtualPods(serving, still);
  }

  /**
   * The pods as they are seen: those that serve, and of those that were asked for the ones whose
   * start-up time is not over.
   */
  VirtualPods seen(int serving) {
    List<Batch> batches = new ArrayList<>(starting);
    int early = Math.max(0, serving - ready);
    while (early > 0 && !batches.isEmpty()) {
      Batch eldest = batches.remove(0);
      int left = Math.max(0, eldest.pods() - early);
      early -= eldest.pods() - left;
      if (left > 0) {
        batches.add(0, new Batch(eldest.readyAt(), left));
      }
    }
    return new VirtualPods(serving, batches);
  }

  /** The pods once a wish of this moment is carried out. */
  VirtualPods scaledTo(int wanted, Instant nominal, Duration startUp) {
    List<Batch> batches = new ArrayList<>(starting);
    if (wanted > all()) {
      batches.add(new Batch(nominal.plus(startUp), wanted - all()));
      return new VirtualPods(ready, batches);
    }
    int surplus = all() - wanted;
    while (surplus > 0 && !batches.isEmpty()) {
      Batch youngest = batches.remove(batches.size() - 1);
      int kept = Math.max(0, youngest.pods() - surplus);
      surplus -= youngest.pods() - kept;
      if (kept > 0) {
        batches.add(new Batch(youngest.readyAt(), kept));
      }
    }
    return new VirtualPods(ready - surplus, batches);
  }
}
