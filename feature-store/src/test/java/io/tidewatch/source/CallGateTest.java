package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallGateTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  private final CallGate gate = new CallGate();

  @Test
  void a_full_gate_lets_nobody_in_within_the_time() throws InterruptedException {
    assertTrue(gate.enter(2, 0));
    assertTrue(gate.enter(2, 0));
    assertFalse(gate.enter(2, 1_000_000));
    gate.leave();
    assertTrue(gate.enter(2, 0));
  }

  @Test
  void who_gave_up_waiting_is_not_in_the_way_of_the_next() throws InterruptedException {
    gate.enter(1, 0);
    assertFalse(gate.enter(1, 1_000));
    gate.leave();
    assertTrue(gate.enter(1, LONG));
  }

  @Test
  void never_are_more_inside_than_allowed() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      callers.add(
          start(
              () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertTrue(most.get() <= 3, most + " at once");
    assertEquals(0, gate.inside());
  }

  @Test
  void callers_come_in_as_they_came() throws InterruptedException {
    gate.enter(1, 0);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      callers.add(queue(1, () -> order.add(number)));
    }
    gate.leave();
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(List.of(0, 1, 2, 3, 4), order);
  }

  @Test
  void who_allows_more_does_not_overtake_who_allows_fewer() throws InterruptedException {
    gate.enter(1, 0);
    List<String> entered = Collections.synchronizedList(new ArrayList<>());
    Thread modest = queue(1, () -> entered.add("modest"));
    Thread greedy = queue(9, () -> entered.add("greedy"));
    assertEquals(List.of(), List.copyOf(entered));
    gate.leave();
    modest.join();
    greedy.join();
    assertEquals(2, entered.size());
  }

  private Thread start(Runnable work) {
    return start(3, work);
  }

  private Thread start(int most, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (gate.enter(most, LONG)) {
                  work.run();
                  gate.leave();
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  /** Returns when the caller stands in the queue, or has passed it. */
  private Thread queue(int most, Runnable work) {
    Thread thread = start(most, work);
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
