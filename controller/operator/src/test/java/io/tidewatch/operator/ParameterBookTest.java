package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.LearnedParameters.Offer;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.operator.actuate.TestingClock;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterBookTest {
  private static final String ANSWER =
      """
      {"model": {"name": "policy", "version": "3", "alias": "champion"},
       "parameters": [
         {"workload": "shop/web", "kappa": 6.25, "kappa_factor": 0.125, "target_share": 0.5,
          "origin": "workload", "why": "cheaper"},
         {"workload": "shop/api", "kappa_factor": "much"}]}
      """;

  @TempDir Path directory;
  private final TestingClock clock = new TestingClock(Samples.T0);
  private TestingServer server;
  private ParameterBook book;

  @BeforeEach
  void open() {
    server = TestingServer.saying(Said.json(ANSWER));
    ApiCall call = new ApiCall("serving", server.url(), ApiAccess.open());
    book = new ParameterBook(new ParameterClient(call, Duration.ofSeconds(5)), clock);
  }

  @AfterEach
  void close() {
    book.close();
    server.close();
  }

  @Test
  void an_answer_is_read_and_what_is_no_number_is_left_to_be_refused() {
    book.refresh();
    LearnedParameters web = book.of(Samples.WEB).parameters().orElseThrow();
    assertEquals(new LearnedParameters(0.125, 0.5, "workload", "3", "cheaper"), web);
    assertTrue(Double.isNaN(book.of(Samples.API).parameters().orElseThrow().kappaFactor()));
  }

  @Test
  void nonsense_keeps_the_last_answer_for_a_day_and_no_longer() {
    book.refresh();
    Offer good = book.of(Samples.WEB);
    for (Said bad :
        List.of(
            new Said(503, "application/json", ANSWER),
            new Said(200, "text/html", "<html>"),
            Said.json("[]"),
            Said.json("{\"parameters\":7}"))) {
      server.say(body -> bad);
      book.refresh();
      assertEquals(good, book.of(Samples.WEB), bad.body());
    }
    clock.pass(Duration.ofHours(24));
    assertEquals(good, book.of(Samples.WEB));
    clock.pass(Duration.ofSeconds(1));
    assertTrue(book.of(Samples.WEB).parameters().isEmpty());
    assertTrue(book.of(Samples.WEB).missing().contains("a day old"), "" + book.of(Samples.WEB));
  }

  @Test
  void serving_without_a_model_ends_what_was_learned_and_says_why() {
    book.refresh();
    server.say(body -> Said.json("{\"parameters_missing\":\"no model\",\"parameters\":[]}"));
    book.refresh();
    assertEquals(Offer.none("no model"), book.of(Samples.WEB));
  }

  @Test
  void before_the_first_answer_and_without_a_server_there_is_a_reason() {
    assertEquals(Offer.none("serving has not answered yet"), book.of(Samples.WEB));
    server.close();
    book.refresh();
    assertTrue(book.of(Samples.WEB).missing().contains("cannot be asked"));
  }

  @Test
  void without_trust_the_parameters_change_no_count_and_no_worth() {
    List<String> plain = counts("plain", false);
    List<String> taught = counts("taught", true);
    assertTrue(plain.stream().distinct().count() > 10, "demand moves: " + plain);
    assertEquals(plain, taught);
  }

  private List<String> counts(String folder, boolean taught) {
    book.refresh();
    WorkloadControl web = new WorkloadControl(Samples.rules(Samples.WEB));
    if (taught) {
      book.over(UnaryOperator.identity()).apply(new Fleet(new InMemoryWorld(), List.of(web)));
    }
    try (TestingLoop run = TestingLoop.of(directory.resolve(folder), web)) {
      run.world.ready(Samples.WEB, 4);
      run.world.demand(
          Samples.WEB, at -> Reading.of(60 + 50 * Math.sin(at.getEpochSecond() / 700.0)));
      run.runMinutes(120);
      double kappa =
          run.loop
              .newest(Samples.WEB)
              .orElseThrow()
              .evidence()
              .orElseThrow()
              .inputs()
              .settings()
              .kappa();
      assertEquals(web.rules().settings().kappa() * (taught ? 0.125 : 1), kappa);
      return run.lines().stream()
          .map(line -> line.path("at") + " " + line.path("replicas") + " " + line.path("worth"))
          .toList();
    }
  }
}
