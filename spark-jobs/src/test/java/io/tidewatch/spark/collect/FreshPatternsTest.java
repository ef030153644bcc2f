package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.TemplateBook;
import io.tidewatch.log.TokenPattern;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FreshPatternsTest {
  private static final WorkloadId WEB = new WorkloadId("shop", "Deployment", "web");

  private record Line(String workload, String pattern, long time) {}

  @Example
  void
      a_million_shapes_of_one_log_are_never_more_than_the_most_of_one_and_fill_no_book_beyond_it() {
    FreshPatterns patterns = new FreshPatterns();
    int most = 0;
    for (int shape = 0; shape < 1_000_000; shape++) {
      patterns.add("shop", "Deployment", "web", "failed " + letters(shape), shape);
      most = Math.max(most, patterns.size());
    }
    assertEquals(FreshPatterns.MOST_OF_ONE, most);
    TemplateBook.Limits limits = TemplateBook.Limits.standard();
    TemplateBook book = TemplateBook.empty(limits).assign(patterns.all().get(WEB)).next();
    assertTrue(book.templates().size() <= limits.templates() + 1, "and overflow");
  }

  @Example
  void shapes_of_very_many_workloads_are_never_more_than_the_most_of_all() {
    FreshPatterns patterns = new FreshPatterns();
    int most = 0;
    for (int line = 0; line < 1_000_000; line++) {
      patterns.add("shop", "Deployment", "web-" + line % 700, "failed " + letters(line), line);
      most = Math.max(most, patterns.size());
    }
    assertTrue(most <= FreshPatterns.MOST, "most: " + most);
    assertEquals(700, patterns.all().size());
  }

  @Property(tries = 10, seed = "6")
  void what_is_kept_depends_neither_on_the_order_of_lines_nor_on_their_parts(@ForAll long seed) {
    Random random = new Random(seed);
    List<Line> lines =
        IntStream.range(0, 60_000)
            .mapToObj(
                i -> new Line("w" + random.nextInt(40), letters(random.nextInt(3_000)), i % 977))
            .collect(Collectors.toList());
    Map<WorkloadId, Map<TokenPattern, Long>> whole = of(lines.stream()).all();
    Collections.shuffle(lines, random);
    int cut = random.nextInt(lines.size());
    FreshPatterns first = of(lines.subList(0, cut).stream());
    assertEquals(whole, of(lines.subList(cut, lines.size()).stream()).and(first).all());
  }

  @Example
  void
      a_template_that_is_known_is_found_in_the_midst_of_a_flood_and_overflow_only_in_a_full_book() {
    TemplateBook.Limits limits = new TemplateBook.Limits(2, 0.7, 1);
    Map<TokenPattern, Long> two =
        Map.of(TokenPattern.of("order 7 is paid"), 1L, TokenPattern.of("stock is low"), 2L);
    TemplateBook book = TemplateBook.empty(limits).assign(two).next();
    TokenPattern paid = TokenPattern.of("order 8 is paid");
    TokenPattern other = TokenPattern.of("something else");
    KnownTemplates known = new KnownTemplates(limits, Map.of(WEB, book));
    assertEquals("order <*> is paid", known.find(WEB, paid).orElseThrow().pattern().text());
    assertTrue(known.find(WEB, other).isEmpty(), "it is new to the book");

    TemplateBook full = book.assign(Map.of(other, 3L)).next();
    KnownTemplates knownFull = new KnownTemplates(limits, Map.of(WEB, full));
    assertEquals("order <*> is paid", knownFull.find(WEB, paid).orElseThrow().pattern().text());
    assertTrue(knownFull.find(WEB, other).orElseThrow().isOverflow());
  }

  private static FreshPatterns of(Stream<Line> lines) {
    FreshPatterns patterns = new FreshPatterns();
    lines.forEach(
        line -> patterns.add("shop", "Deployment", line.workload(), line.pattern(), line.time()));
    return patterns;
  }

  /** A word without digits, so that each number is a shape of its own. */
  private static String letters(int number) {
    StringBuilder word = new StringBuilder();
    for (int left = number; left > 0 || word.isEmpty(); left /= 26) {
      word.append((char) ('a' + left % 26));
    }
    return word.toString();
  }
}
