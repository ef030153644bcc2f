package io.tidewatch.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateBookTest {
  private static final TemplateBook.Limits LIMITS = TemplateBook.Limits.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "took 15ms for /api/data/17 | took <*> for /api/data/<*>",
        "2026-11-24T19:00:00.123Z GET 10.0.0.1:8080 | <*> GET <*>",
        "user \"eve\" not found | user <*> not found",
        "ids [1,2,3] and [4, 5] | ids [<*>] and [<*>, <*>]",
        "id=3f2a9c1e-0b7d-4c1a-9f00-aa11bb22cc33 done | id=<*> done",
        "mail to <email> failed | mail to <*> failed",
        "  spaces   between  | spaces between"
      })
  void what_looks_like_a_parameter_is_masked_by_the_message_alone(String message, String pattern) {
    assertEquals(pattern, TokenPattern.of(message).text());
  }

  @Test
  void an_id_is_the_same_today_and_on_every_machine() {
    assertEquals("18a7a7d0df7dd807", Template.of(TokenPattern.of("took 15ms"), 0).id());
    assertEquals(
        Template.of(TokenPattern.of("took 15ms"), 0).id(),
        Template.of(TokenPattern.parse("took <*>"), 9).id());
  }

  @Test
  void messages_that_differ_in_a_word_are_one_template() {
    TemplateBook.Assignment batch =
        assign(TemplateBook.empty(LIMITS), "user alice logged in", "user bob logged in");
    assertEquals(1, batch.next().templates().size());
    assertEquals("user <*> logged in", batch.next().templates().get(0).pattern().text());
  }

  @Test
  void a_template_keeps_its_id_when_a_wider_one_is_found_later() {
    TemplateBook.Assignment first = assign(TemplateBook.empty(LIMITS), "user alice logged in");
    TemplateBook.Assignment second = assign(first.next(), "user bob logged in");
    TemplateBook.Assignment third =
        assign(second.next(), "user alice logged in", "user carol logged in");
    Template alice = template(first, "user alice logged in");
    assertEquals(alice, template(third, "user alice logged in"));
    assertEquals(template(second, "user bob logged in"), template(third, "user carol logged in"));
    assertNotEquals(alice, template(third, "user carol logged in"));
    assertEquals(2, third.next().templates().size());
  }

  @Test
  void the_time_of_the_first_line_is_kept() {
    TemplateBook.Assignment batch =
        TemplateBook.empty(LIMITS)
            .assign(Map.of(TokenPattern.of("took 1 s"), 7L, TokenPattern.of("gone"), 5L));
    assertEquals(7, batch.templates().get(TokenPattern.of("took 2 s")).firstSeen());
  }

  @Test
  void what_is_beyond_the_bound_is_counted_as_overflow_which_survives_a_restart() {
    TemplateBook.Limits two = new TemplateBook.Limits(2, 0.7, 1);
    TemplateBook.Assignment batch = assign(TemplateBook.empty(two), "alpha", "beta", "gamma");
    assertEquals(3, batch.next().templates().size());
    assertTrue(template(batch, "gamma").isOverflow());
    TemplateBook again = TemplateBook.of(two, batch.next().templates());
    assertEquals(batch.next().templates(), again.templates());
    assertTrue(template(assign(again, "delta"), "delta").isOverflow());
  }

  @Property(tries = 200)
  void neither_order_nor_partition_changes_a_template(
      @ForAll("messages") List<String> messages, @ForAll Random random) {
    List<String> shuffled = new ArrayList<>(messages);
    Collections.shuffle(shuffled, random);
    int middle = shuffled.size() / 2;
    // Two partitions find their patterns; the batch is the union.
    Map<TokenPattern, Long> union = patterns(shuffled.subList(middle, shuffled.size()));
    patterns(shuffled.subList(0, middle)).forEach((p, at) -> union.merge(p, at, Math::min));
    TemplateBook.Assignment one = TemplateBook.empty(LIMITS).assign(patterns(messages));
    TemplateBook.Assignment other = TemplateBook.empty(LIMITS).assign(union);
    assertEquals(one.templates(), other.templates());
    assertEquals(one.next().templates(), other.next().templates());
  }

  @Property(tries = 200)
  void an_id_once_given_stays_through_batches_and_restarts(
      @ForAll("batches") List<List<String>> batches) {
    TemplateBook book = TemplateBook.empty(new TemplateBook.Limits(500, 0.6, 1));
    Map<TokenPattern, String> given = new HashMap<>();
    for (List<String> batch : batches) {
      TemplateBook.Assignment assigned = book.assign(patterns(batch));
      assigned
          .templates()
          .forEach(
              (pattern, template) ->
                  assertEquals(given.computeIfAbsent(pattern, p -> template.id()), template.id()));
      book = TemplateBook.of(new TemplateBook.Limits(500, 0.6, 1), assigned.next().templates());
    }
  }

  @Property(tries = 200)
  void messages_whose_parameters_look_like_ones_have_an_id_of_their_own(
      @ForAll("batches") List<List<String>> batches) {
    List<String> shaped = List.of("request 17 took 15ms", "pool exhausted after 3 tries");
    TemplateBook book = TemplateBook.empty(new TemplateBook.Limits(500, 1, 1));
    for (List<String> batch : batches) {
      List<String> all = new ArrayList<>(batch);
      all.addAll(shaped);
      TemplateBook.Assignment assigned = book.assign(patterns(all));
      for (String message : shaped) {
        assertEquals(
            Template.of(TokenPattern.of(message), 0).id(), template(assigned, message).id());
      }
      book = assigned.next();
    }
  }

  @Property(tries = 200)
  void the_number_of_templates_is_bounded_and_every_message_has_one(
      @ForAll("batches") List<List<String>> batches) {
    TemplateBook.Limits few = new TemplateBook.Limits(3, 0.7, 1);
    TemplateBook book = TemplateBook.empty(few);
    for (List<String> batch : batches) {
      Map<TokenPattern, Long> patterns = patterns(batch);
      TemplateBook.Assignment assigned = book.assign(patterns);
      assertEquals(patterns.keySet(), assigned.templates().keySet());
      book = assigned.next();
      // Three and the overflow.
      assertTrue(book.templates().size() <= 4, book.templates().toString());
      assertEquals(
          book.templates().size(),
          new HashSet<>(book.templates().stream().map(Template::id).toList()).size());
    }
  }

  @Provide
  Arbitrary<List<String>> messages() {
    Arbitrary<String> word =
        Arbitraries.of("user", "alice", "bob", "carol", "logged", "in", "out", "17", "x9");
    return word.list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(words -> String.join(" ", words))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<List<String>>> batches() {
    return messages().list().ofMinSize(1).ofMaxSize(5);
  }

  private static TemplateBook.Assignment assign(TemplateBook book, String... messages) {
    return book.assign(patterns(List.of(messages)));
  }

  private static Template template(TemplateBook.Assignment assignment, String message) {
    return assignment.templates().get(TokenPattern.of(message));
  }

  private static Map<TokenPattern, Long> patterns(List<String> messages) {
    return messages.stream()
        .map(TokenPattern::of)
        .collect(Collectors.toMap(p -> p, p -> (long) p.text().length(), Math::min, HashMap::new));
  }
}
