package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.operator.crd.TargetSight.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetBookTest {
  private final TestingClock clock = new TestingClock();
  private final List<TargetKey> asked = new ArrayList<>();
  private TargetSight answer = TargetSight.found(Optional.empty());
  private final TargetBook book =
      new TargetBook(
          key -> {
            asked.add(key);
            return answer;
          },
          clock);

  @Test
  void a_new_target_is_looked_up_at_once_and_again_after_a_while() {
    assertEquals(Verdict.UNKNOWN, book.sight(key(0)).verdict());
    book.refresh(List.of(key(0)));
    assertEquals(Verdict.FOUND, book.sight(key(0)).verdict());
    book.refresh(List.of(key(0)));
    assertEquals(1, asked.size());
    clock.pass(Duration.ofSeconds(15));
    answer = TargetSight.missing("gone");
    book.refresh(List.of(key(0)));
    assertEquals(Verdict.MISSING, book.sight(key(0)).verdict());
  }

  @Test
  void a_server_that_does_not_answer_takes_nothing_back() {
    book.refresh(List.of(key(0)));
    clock.pass(Duration.ofMinutes(1));
    answer = TargetSight.unknown("no connection");
    book.refresh(List.of(key(0)));
    assertEquals(Verdict.FOUND, book.sight(key(0)).verdict());
  }

  @Test
  void thousands_are_looked_up_in_turn_a_few_at_a_time() {
    List<TargetKey> many = IntStream.range(0, 6_600).mapToObj(TargetBookTest::key).toList();
    for (int second = 0; second < 600; second++) {
      int before = asked.size();
      book.refresh(many);
      assertEquals(11, asked.size() - before);
      clock.pass(Duration.ofSeconds(1));
    }
    assertEquals(6_600, new HashSet<>(asked).size());
  }

  private static TargetKey key(int number) {
    return new TargetKey("shop", "apps/v1", "Deployment", "web-" + number);
  }
}
