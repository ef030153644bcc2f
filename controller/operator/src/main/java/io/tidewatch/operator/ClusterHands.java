package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Errand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on a thread of its own: an API server that hangs must not stop the deciding. Of each
 * workload only the newest decision waits, so the queue is bounded and nothing old is carried out.
 */
final class ClusterHands implements Hands {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterHands.class);
  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Duration TOLD_AS_REFUSED = Duration.ofMinutes(5);
  private static final int LONGEST_PAUSES = 16;
  private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(10);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(67);

  private final Function<WorkloadId, Optional<Orders>> orders;
  private final Function<Errand, Deed> actuators;
  private final BooleanSupplier leads;
  private final BiConsumer<WorkloadId, Deed> told;
  private final Clock clock;
  private final Map<WorkloadId, Optional<Decided>> waiting = new LinkedHashMap<>();
  private final Map<WorkloadId, Retreat> retreats = new HashMap<>();
  private final Map<WorkloadId, Refusal> refused = new HashMap<>();
  private final Map<WorkloadId, Orders> standing = new HashMap<>();
  private final Set<WorkloadId> known = new HashSet<>();
  private final Map<WorkloadId, Instant> advised = new HashMap<>();
  private final Thread worker = new Thread(this::work, "hands");
  private boolean closed;

  /** What was refused last, and for how long a "moved" that follows is told as that. */
  private record Refusal(Deed deed, Instant until) {}

  /** Leaves a workload alone after trouble, twice as long each time. */
  private record Retreat(Instant until, int pauses) {}

  /**
   * @param leads whether this process leads, as far as it knows: only then has it seen what stands
   */
  ClusterHands(
      Function<WorkloadId, Optional<Orders>> orders,
      Function<Errand, Deed> actuators,
      BooleanSupplier leads,
      BiConsumer<WorkloadId, Deed> told,
      Clock clock) {
    this.orders = orders;
    this.actuators = actuators;
    this.leads = leads;
    this.told = told;
    this.clock = clock;
    worker.setDaemon(true);
  }

  static ClusterHands of(
      Function<WorkloadId, Optional<Orders>> orders,
      Actuators actuators,
      BooleanSupplier leads,
      BiConsumer<WorkloadId, Deed> told,
      Clock clock) {
    ClusterHands hands = new ClusterHands(orders, actuators::run, leads, told, clock);
    hands.worker.start();
    return hands;
  }

  @Override
  public synchronized void act(Decided decided) {
    waiting.put(decided.workload(), Optional.of(decided));
    notifyAll();
  }

  @Override
  public Mode mode(WorkloadId workload) {
    return orders.apply(workload).map(Orders::mode).orElse(Mode.OBSERVE);
  }

  @Override
  public synchronized void leave(Set<WorkloadId> gone) {
    gone.forEach(id -> waiting.put(id, Optional.empty()));
    notifyAll();
  }

  private void work() {
    try {
      while (true) {
        Map.Entry<WorkloadId, Optional<Decided>> next = take();
        if (next.getValue().map(this::once).orElseGet(() -> left(next.getKey()))) {
          Thread.sleep(BETWEEN_WRITES.toMillis());
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map.Entry<WorkloadId, Optional<Decided>> take() throws InterruptedException {
    while (waiting.isEmpty() || closed) {
      wait();
    }
    WorkloadId eldest = waiting.keySet().iterator().next();
    return Map.entry(eldest, waiting.remove(eldest));
  }

  /** Carries out one decision; true if something may have been written. */
  boolean once(Decided decided) {
    WorkloadId id = decided.workload();
    Retreat retreat = retreats.get(id);
    if (retreat != null && clock.instant().isBefore(retreat.until())) {
      return false;
    }
    try {
      return orders.apply(id).map(order -> run(id, order, decided)).orElse(false);
    } catch (RuntimeException bug) {
      LOG.error("{} is left as it is: a bug in the controller's hands", id, bug);
      retreats.put(id, new Retreat(clock.instant().plus(PAUSE.multipliedBy(16)), LONGEST_PAUSES));
      return false;
    }
  }

  /** Takes back what stands of a workload that is gone; if that fails, its time will end it. */
  boolean left(WorkloadId id) {
    retreats.remove(id);
    refused.remove(id);
    advised.remove(id);
    known.remove(id);
    Orders last = standing.remove(id);
    if (last == null) {
      return false;
    }
    Deed deed = actuators.apply(last.release());
    told.accept(id, deed);
    return deed.wrote();
  }

  private boolean run(WorkloadId id, Orders order, Decided decided) {
    boolean leading = leads.getAsBoolean();
    Errand errand = order.errand(decided, mayStand(id, order, leading));
    if (errand instanceof Errand.Idle || tooSoon(id, errand)) {
      return false;
    }
    Deed deed = actuators.apply(errand);
    if (deed.trouble()) {
      retreats.put(id, after(deed, Optional.ofNullable(retreats.get(id))));
    } else {
      retreats.remove(id);
      remember(id, order, deed);
      if (leading) {
        known.add(id);
      }
    }
    told.accept(id, toBeTold(id, deed));
    return deed.wrote();
  }

  // A decision counts on what it has asked for: after a refusal the target is not "moved", it is
  // where it was, and people need to know why.
  private Deed toBeTold(WorkloadId id, Deed deed) {
    if (deed.trouble()) {
      refused.put(id, new Refusal(deed, clock.instant().plus(TOLD_AS_REFUSED)));
    }
    if (deed.moved()) {
      return Optional.ofNullable(refused.get(id))
          .filter(refusal -> clock.instant().isBefore(refusal.until()))
          .map(Refusal::deed)
          .orElse(deed);
    }
    if (!deed.trouble()) {
      refused.remove(id);
    }
    return deed;
  }

  // What an earlier leader has set is not known before the first look.
  private boolean mayStand(WorkloadId id, Orders order, boolean leading) {
    return standing.containsKey(id) || leading && order.mayWrite() && !known.contains(id);
  }

  // An event tells people: once in a while is enough.
  private boolean tooSoon(WorkloadId id, Errand errand) {
    if (!(errand instanceof Errand.Advise)) {
      return false;
    }
    Instant now = clock.instant();
    Instant last = advised.get(id);
    if (last != null && now.isBefore(last.plus(BETWEEN_EVENTS))) {
      return true;
    }
    advised.put(id, now);
    return false;
  }

  private void remember(WorkloadId id, Orders order, Deed deed) {
    if (deed.floor().isPresent()) {
      standing.put(id, order);
    } else {
      standing.remove(id);
    }
  }

  private Retreat after(Deed deed, Optional<Retreat> before) {
    int pauses = Math.min(LONGEST_PAUSES, before.map(last -> last.pauses() * 2).orElse(1));
    Duration pause = PAUSE.multipliedBy(pauses);
    Duration asked = deed.retryAfter().orElse(Duration.ZERO);
    Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
    return new Retreat(clock.instant().plus(longer), pauses);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    worker.interrupt();
  }
}
