package io.tidewatch.demo.backend.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The faults in force; each ends at its time, at the latest when anybody looks. */
public final class Faults {
  /** The names that can be ordered. */
  public static final List<String> NAMES = List.of("leak", "cpu", "errors", "crash", "latency");

  private final Clock clock;
  private final CrashMemory memory;
  private final Runnable end;
  private final Map<String, Active> active = new TreeMap<>();

  /**
   * None is in force.
   *
   * @param end ends the process as a crash does
   */
  public Faults(Clock clock, CrashMemory memory, Runnable end) {
    this.clock = clock;
    this.memory = memory;
    this.end = end;
  }

  /** Goes on with a crash loop of the life before. */
  public synchronized void resume() {
    memory
        .recall(clock.instant())
        .ifPresent(remembered -> begin(remembered.order(), remembered.since()));
  }

  /** Begins one; one of the same name that is in force ends. */
  public synchronized void begin(FaultOrder order) {
    begin(order, clock.instant());
  }

  private void begin(FaultOrder order, Instant since) {
    end(Optional.ofNullable(active.remove(order.name())));
    Fault fault = fault(order);
    if (fault instanceof CrashFault) {
      memory.remember(order, since);
    }
    active.put(order.name(), new Active(order, since, fault));
    fault.start();
  }

  private Fault fault(FaultOrder order) {
    return switch (order.name()) {
      case "leak" -> new LeakFault(order);
      case "cpu" -> new CpuFault(order);
      case "errors" -> new ErrorsFault(order);
      case "crash" -> new CrashFault(order, memory, end);
      case "latency" -> new LatencyFault(order, clock);
      default -> throw new IllegalArgumentException("there is no fault " + order.name());
    };
  }

  /** Ends all. */
  public synchronized void clear() {
    List<Active> all = new ArrayList<>(active.values());
    active.clear();
    all.forEach(one -> one.fault().close());
  }

  /** Whether the request at hand must fail. */
  public synchronized boolean failsRequest() {
    expire();
    return active.values().stream().anyMatch(one -> one.fault().failsRequest());
  }

  /** How much longer the request at hand must take. */
  public synchronized Duration delay() {
    expire();
    return active.values().stream()
        .map(one -> one.fault().delay())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The faults in force, as JSON fields. */
  public synchronized List<Map<String, Object>> describe() {
    expire();
    List<Map<String, Object>> all = new ArrayList<>();
    for (Active one : active.values()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", one.order().name());
      fields.put("since", one.since().toString());
      fields.put("until", one.until().toString());
      fields.put("seed", one.order().seed());
      fields.put("intensity", one.fault().intensity());
      all.add(fields);
    }
    return all;
  }

  /** Ends what is over. */
  public synchronized void expire() {
    if (active.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Active> over = active.values().stream().filter(one -> !now.isBefore(one.until())).toList();
    for (Active one : over) {
      active.remove(one.order().name());
      one.fault().close();
    }
  }

  private static void end(Optional<Active> one) {
    one.ifPresent(old -> old.fault().close());
  }

  private record Active(FaultOrder order, Instant since, Fault fault) {
    Instant until() {
      return since.plus(order.duration());
    }
  }
}
