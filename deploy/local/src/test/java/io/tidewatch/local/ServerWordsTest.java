package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.source.PrometheusEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServerWordsTest {
  private static final PrometheusEndpoint OPEN = PrometheusEndpoint.parse("https://prom:9090/up");

  @Test
  void a_server_that_asks_for_nothing_is_its_address() {
    assertEquals(List.of("--prometheus=https://prom:9090/up"), ServerWords.of(OPEN));
  }

  @Test
  void what_a_user_says_of_a_server_is_told_to_other_programs_in_the_same_words() {
    List<String> given =
        List.of(
            "--user=eve",
            "--password-file=/run/password",
            "--header=X-Scope-OrgID=shop",
            "--ca-file=/run/ca.pem",
            "--calls-at-once=2");
    assertEquals(given, told(given));
    List<String> token = List.of("--bearer-token-file=/run/token");
    assertEquals(token, told(token));
  }

  private static List<String> told(List<String> given) {
    AccessOptions options = new AccessOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("access", mixin(options)))
        .parseArgs(given.toArray(String[]::new));
    List<String> words = ServerWords.of(OPEN.with(options.access()));
    return words.subList(1, words.size());
  }

  private static CommandLine.Model.CommandSpec mixin(AccessOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
