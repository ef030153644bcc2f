package io.tidewatch.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private final Masking masking = Masking.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail to eve@example.org failed | mail to <email> failed",
        "user=jörg.müller+x@post.example.co.uk; | user=<email>;",
        "Authorization: Bearer abc123.def-456 | Authorization: Bearer <token>",
        "\"authorization\":\"Basic dXNlcjpwYXNz\" | \"authorization\":\"Basic <token>\"",
        "sent bearer AbCdEfGhIjKl to backend | sent bearer <token> to backend",
        "jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl end | jwt <token> end",
        "paid with 4111 1111 1111 1111 today | paid with <card> today",
        "paid with 5500-0000-0000-0004, thanks | paid with <card>, thanks",
        "order 17 4111 1111 1111 1111 shipped | order 17 <card> shipped",
        "amex 378282246310005 | amex <card>",
        "1.5 pods, paid 1.5 4111 1111 1111 1111 | 1.5 pods, paid 1.5 <card>",
        "paid. 4111111111111111.4111111111111111 | paid. <card>.4111111111111111"
      })
  void a_secret_is_replaced_and_the_rest_is_kept(String line, String masked) {
    assertEquals(masked, masking.mask(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer authentication failed",
        "Bearer of bad news",
        "at 1795476455203686924 ns, 1795476455203 ms",
        "id 4111111111111112 has a wrong check digit",
        "@Override public void run()",
        "{\"demand\":0.4111111111111111}",
        "took 15 ms, 2026-11-24 19:00:00, 10.0.0.1:8080",
        ""
      })
  void what_is_no_secret_stays(String line) {
    assertEquals(line, masking.mask(line));
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void no_planted_secret_survives(@ForAll("planted") Planted planted) {
    String masked = masking.mask(planted.line());
    for (String secret : planted.secrets()) {
      assertFalse(masked.contains(secret), () -> planted.line() + " -> " + masked);
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void masking_twice_changes_nothing(@ForAll("planted") Planted planted) {
    Masking own = Masking.with(List.of(MaskRule.of("customer", "\\bC-[0-9]{4}\\b")));
    String once = own.mask(planted.line());
    assertEquals(once, own.mask(once));
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void any_text_can_be_masked_and_keeps_its_lines(@ForAll String text) {
    String once = masking.mask(text);
    assertEquals(once, masking.mask(once));
    assertEquals(
        text.chars().filter(c -> c == '\n').count(), once.chars().filter(c -> c == '\n').count());
  }

  @Test
  void a_very_long_line_is_masked_in_passing() {
    String line = "a.".repeat(250_000) + " eve@example.org " + "1 ".repeat(250_000);
    assertTrue(masking.mask(line).contains(" <email> "));
  }

  @Test
  void own_rules_apply_after_the_built_in_ones() {
    Masking own = Masking.with(List.of(MaskRule.of("customer", "\\bC-[0-9]{4}\\b")));
    assertEquals("<customer> is <email>", own.mask("C-1234 is eve@example.org"));
  }

  @Test
  void a_rule_that_cannot_work_is_refused_with_a_remedy() {
    assertThrows(UserException.class, () -> MaskRule.of("broken", "("));
    assertThrows(UserException.class, () -> MaskRule.of("Bad Name", "x"));
    assertThrows(UserException.class, () -> MaskRule.of("loop", "lo+p"));
    assertThrows(UserException.class, () -> MaskRule.of("empty", "x*"));
  }

  /** A line and the secrets in it. */
  record Planted(String line, List<String> secrets) {}

  @Provide
  Arbitrary<Planted> planted() {
    Arbitrary<String> words =
        Arbitraries.strings()
            .ofMinLength(0)
            .ofMaxLength(12)
            .alpha()
            .numeric()
            .withChars(" :,=()[]{}/");
    Arbitrary<List<String>> secrets =
        Arbitraries.oneOf(List.of(emails(), tokens(), cards())).list().ofMinSize(1).ofMaxSize(4);
    return Combinators.combine(words.list().ofSize(5), secrets)
        .as(
            (texts, planted) -> {
              StringBuilder line = new StringBuilder(texts.get(0));
              for (int i = 0; i < planted.size(); i++) {
                line.append("; ").append(planted.get(i)).append("; ").append(texts.get(i + 1));
              }
              List<String> bare =
                  planted.stream()
                      .map(secret -> secret.replace("Bearer ", "").replace("authorization=", ""))
                      .collect(Collectors.toList());
              return new Planted(line.toString(), bare);
            });
  }

  private static Arbitrary<String> emails() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .numeric()
            .withChars("._+-")
            .ofMinLength(1)
            .ofMaxLength(12);
    Arbitrary<String> host =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    return Combinators.combine(name, host, Arbitraries.of("org", "example.com", "co.uk"))
        .as((n, h, end) -> n + "@" + h + "." + end);
  }

  private static Arbitrary<String> tokens() {
    Arbitrary<String> token =
        Arbitraries.strings().alpha().numeric().withChars("._-").ofMinLength(8).ofMaxLength(40);
    return Combinators.combine(Arbitraries.of("Bearer ", "authorization="), token)
        .as((before, secret) -> before + "t0k3n" + secret);
  }

  private static Arbitrary<String> cards() {
    Arbitrary<String> body = Arbitraries.strings().numeric().ofMinLength(11).ofMaxLength(17);
    return Combinators.combine(
            Arbitraries.of("2", "3", "4", "5", "6"), body, Arbitraries.of("", " ", "-"))
        .as(MaskingTest::card);
  }

  private static String card(String first, String body, String separator) {
    String digits = first + body;
    int check = 0;
    while (!CardNumbers.luhn(digits + check)) {
      check++;
    }
    return (digits + check).replaceAll("(.{4})(?=.)", "$1" + separator);
  }
}
