package io.tidewatch.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.source.ApiAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LokiAccessTest {
  @Test
  void without_an_address_there_is_no_server() {
    assertEquals(Optional.empty(), parse().endpoint());
  }

  @Test
  void headers_calls_tenant_token_and_authorities_are_those_of_ingest() {
    ApiAccess access =
        parse(
                "--loki=https://loki:3100",
                "--loki-tenant=shop",
                "--loki-header=X-Team=blue",
                "--loki-calls-at-once=2",
                "--loki-bearer-token-file=/run/token",
                "--loki-ca-file=/run/ca.pem")
            .endpoint()
            .orElseThrow()
            .access();
    assertEquals(Map.of("X-Team", "blue", "X-Scope-OrgID", "shop"), access.headers());
    assertEquals(2, access.callsAtOnce());
    assertEquals(Optional.of(Path.of("/run/token")), access.bearerTokenFile());
    assertEquals(Optional.of(Path.of("/run/ca.pem")), access.caFile());
  }

  private static LokiAccess parse(String... words) {
    LokiAccess access = new LokiAccess();
    CommandLine.Model.CommandSpec mixin = CommandLine.Model.CommandSpec.forAnnotatedObject(access);
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("loki", mixin))
        .parseArgs(words);
    return access;
  }
}
