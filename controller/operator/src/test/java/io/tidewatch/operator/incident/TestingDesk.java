package io.tidewatch.operator.incident;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.TestingClock;
import io.tidewatch.operator.crd.spec.IncidentRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A desk whose threads are the test: time passes when it says so. */
final class TestingDesk {
  static final Duration STEP = Duration.ofSeconds(60);

  final TestingClock clock = new TestingClock(TestingIncidents.NOON);
  private final Path directory;
  private final List<Receiver> receivers;
  private final Function<WorkloadId, Optional<IncidentRules>> rules;
  private int starts;
  private IncidentDesk desk;

  TestingDesk(Path directory, Receiver... receivers) {
    this(directory, workload -> Optional.empty(), receivers);
  }

  TestingDesk(
      Path directory, Function<WorkloadId, Optional<IncidentRules>> rules, Receiver... receivers) {
    this.directory = directory;
    this.receivers = List.of(receivers);
    this.rules = rules;
    start();
  }

  IncidentDesk desk() {
    return desk;
  }

  void report(Incident incident) {
    desk.report(incident);
  }

  void over(Incident.Key key) {
    desk.over(key, clock.instant(), "the pod was replaced");
  }

  /** Turn by turn; who is reported in it lasts all the while. */
  void pass(Duration time, Incident... lasting) {
    // A long time in longer strides: no pause of the desk is shorter than five seconds.
    long stride = time.toMinutes() >= 10 ? 5 : 1;
    for (long second = 0; second < time.toSeconds(); second += stride) {
      clock.pass(Duration.ofSeconds(stride));
      if (second % STEP.toSeconds() == 0) {
        List.of(lasting).forEach(desk::report);
      }
      turn();
    }
  }

  void turn() {
    desk.pass();
    desk.couriers().forEach(Courier::turn);
  }

  /** As after a kill: nothing is closed, all that is left is the journal. */
  void restart() {
    start();
  }

  private void start() {
    starts++;
    desk =
        new IncidentDesk(
            IncidentJournal.open(directory),
            receivers,
            BookRules.of(STEP),
            Backoff.LEAST,
            new IncidentView(new WebhookDocument(Links.none(), Map.of())),
            rules,
            clock,
            new SplittableRandom(starts));
  }
}
