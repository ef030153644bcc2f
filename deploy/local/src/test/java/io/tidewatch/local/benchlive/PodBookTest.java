package io.tidewatch.local.benchlive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PodBookTest {
  private static final long SECOND = 1_000_000_000L;

  private final PodBook book = new PodBook();

  @Test
  void a_pod_takes_from_its_first_line_to_the_one_that_says_ready() {
    book.line("ADDED a  ", 10 * SECOND);
    book.line("MODIFIED a False n1", 11 * SECOND);
    book.line("MODIFIED a True n1", 13 * SECOND);
    book.line("MODIFIED a True n1", 15 * SECOND);

    assertEquals(List.of(new PodReady("a", 3)), book.startedSince(10 * SECOND));
    assertEquals(List.of(), book.startedSince(11 * SECOND));
  }

  @Test
  void pods_that_were_there_before_count_but_did_not_start() {
    book.line("ADDED old True n1", 0);
    book.line("ADDED new False n2", 5);

    assertEquals(2, book.present());
    assertEquals(1, book.ready());
    assertEquals(1, book.on("n2"));
    assertEquals(List.of("old", "new"), book.names());
    assertEquals(List.of(), book.startedSince(1));
  }

  @Test
  void a_pod_that_ends_is_first_not_ready_and_then_gone() {
    book.line("ADDED a True n1", 0);
    book.line("MODIFIED a False n1", 1);
    assertEquals(1, book.present());
    assertEquals(0, book.ready());

    book.line("DELETED a False n1", 2);
    assertEquals(0, book.present());
    assertEquals(List.of(), book.names());
    assertEquals(0, book.on("n1"));
  }

  @Test
  void lines_that_tell_nothing_change_nothing() {
    book.line("", 0);
    book.line("error:", 0);

    assertEquals(0, book.present());
  }
}
