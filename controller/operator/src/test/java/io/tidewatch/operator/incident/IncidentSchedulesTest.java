package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.ManySchedules;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.source.ApiPost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Random schedules of reports, ends, passing time, kills at any place and receivers that fail:
 * whatever happens, who answers in the end knows what is the case, has heard of every opening and
 * of every end, and was never flooded.
 */
class IncidentSchedulesTest {
  enum What {
    REPORT,
    WORSE,
    OVER,
    SECONDS,
    MINUTES,
    FAIL,
    ASK_FOR_PATIENCE,
    WORK,
    KILL,
    KILL_IN_DELIVERY,
    KILL_IN_WRITE
  }

  /** One event; the number means a pod or a time. */
  record Event(What what, int number) {}

  @Property(tries = 100)
  @AddLifecycleHook(ManySchedules.class)
  void who_answers_in_the_end_knows_what_is_the_case(@ForAll("schedules") List<Event> schedule) {
    Bench bench = new Bench();
    try {
      schedule.forEach(bench::happens);
      bench.settle();
      bench.check();
    } finally {
      bench.clean();
    }
  }

  @Provide
  Arbitrary<List<Event>> schedules() {
    return Combinators.combine(Arbitraries.of(What.class), Arbitraries.integers().between(1, 6))
        .as(Event::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  /** The process is gone in the middle of something. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** A desk, a webhook that hears of changes, and what is really the case. */
  private static final class Bench {
    private final Path directory = directory();
    private final TestingReceiver people = TestingReceiver.webhook("people");
    private final TestingReceiver alertmanager = TestingReceiver.forgetful("alertmanager");
    private final TestingDesk desk = new TestingDesk(directory, people, alertmanager);
    private final Map<Integer, Severity> lasting = new HashMap<>();
    private final Set<String> ever = new HashSet<>();
    private int kills;

    void happens(Event event) {
      int pod = event.number();
      switch (event.what()) {
        case REPORT -> report(pod, Severity.WARNING);
        case WORSE -> report(pod, Severity.CRITICAL);
        case OVER -> over(pod);
        case SECONDS -> pass(Duration.ofSeconds(event.number() * 3L));
        case MINUTES -> pass(Duration.ofMinutes(event.number() * 2L));
        case FAIL -> Stream.of(people, alertmanager).forEach(TestingReceiver::fail);
        case ASK_FOR_PATIENCE -> people.answer(() -> patience(event.number()));
        case WORK -> Stream.of(people, alertmanager).forEach(TestingReceiver::work);
        case KILL -> kill();
        case KILL_IN_DELIVERY -> killInDelivery();
        case KILL_IN_WRITE -> killInWrite();
      }
    }

    private static ApiPost.Answer patience(int minutes) {
      Duration pause = Duration.ofMinutes(minutes);
      return new ApiPost.Answer(ApiPost.Verdict.LATER, "429", Optional.of(pause));
    }

    private void report(int pod, Severity severity) {
      Severity before = lasting.getOrDefault(pod, severity);
      ever.add("web-" + pod);
      lasting.put(pod, before.compareTo(severity) > 0 ? before : severity);
      desk.report(leak("web-" + pod, severity));
      turn();
    }

    private void over(int pod) {
      lasting.remove(pod);
      desk.over(TestingIncidents.keyOf("web-" + pod));
      turn();
    }

    // In strides of the loop's step or less, with what lasts reported in each.
    private void pass(Duration time) {
      for (long left = time.toSeconds(); left > 0; left -= 20) {
        desk.clock.pass(Duration.ofSeconds(Math.min(left, 20)));
        lasting.forEach((pod, severity) -> desk.report(leak("web-" + pod, severity)));
        turn();
      }
    }

    private void turn() {
      try {
        desk.turn();
      } catch (Killed killed) {
        people.work();
        kill();
      }
    }

    private void kill() {
      kills++;
      desk.restart();
    }

    // The receiver has it, and we do not know.
    private void killInDelivery() {
      people.answer(
          () -> {
            throw new Killed();
          });
    }

    private void killInWrite() {
      try {
        Path journal = directory.resolve("incidents.jsonl");
        Files.writeString(journal, "{\"episode\":{\"finger", StandardOpenOption.APPEND);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
      kill();
    }

    void settle() {
      Stream.of(people, alertmanager).forEach(TestingReceiver::work);
      pass(Duration.ofMinutes(20));
    }

    void check() {
      for (TestingReceiver receiver : List.of(people, alertmanager)) {
        Map<String, Severity> known =
            receiver.open().stream()
                .collect(Collectors.toMap(each -> each.incident().subject(), Episode::severity));
        Map<String, Severity> truth =
            lasting.entrySet().stream()
                .collect(Collectors.toMap(each -> "web-" + each.getKey(), Map.Entry::getValue));
        assertEquals(truth.keySet(), known.keySet());
        // Louder is right where an end was taken back before it was believed.
        truth.forEach((pod, severity) -> assertTrue(known.get(pod).compareTo(severity) >= 0));
      }
      assertEquals(
          ever,
          people.newest().values().stream()
              .map(each -> each.incident().subject())
              .collect(Collectors.toSet()),
          "everything has been heard of");
      assertTrue(
          desk.desk().episodes().stream()
              .allMatch(each -> each.toldTo("people") == each.revision()),
          "everything is delivered");
      checkNoFlood(people);
      checkNoFlood(alertmanager);
    }

    // A kill forgets when the last message was; besides there are five seconds between two, and at
    // least a second after a failure.
    private void checkNoFlood(TestingReceiver receiver) {
      List<TestingReceiver.Try> tries = receiver.tries();
      long close = 0;
      for (int i = 1; i < tries.size(); i++) {
        Instant earliest = tries.get(i - 1).at().plusSeconds(tries.get(i - 1).taken() ? 5 : 1);
        close += tries.get(i).at().isBefore(earliest) ? 1 : 0;
      }
      assertTrue(close <= kills, close + " messages too soon after " + kills + " kills");
    }

    void clean() {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    private static Path directory() {
      try {
        return Files.createTempDirectory("incidents");
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
