package io.tidewatch.operator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.IncidentConfig.Alertmanager;
import io.tidewatch.operator.incident.IncidentConfig.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IncidentFileTest {
  @TempDir Path directory;

  @Test
  void every_key_is_read() throws IOException {
    Path token = secret("token");
    Path key = secret("key");
    Path ca = secret("ca.pem");
    Path url = secret("url");
    IncidentConfig config =
        IncidentFile.parse(
            """
            controller: https://tidewatch.example.com
            labels: {cluster: eu-1}
            receivers:
              - name: alertmanager
                alertmanager:
                  url: https://alerts.example.com/am
                  bearerTokenFile: %s
                  caFile: %s
                  headers: {X-Scope-OrgID: shop}
                  timeout: 5s
              - name: tickets
                severity: critical
                webhook:
                  urlFile: %s
                  signatureKeyFile: %s
                  user: bot
                  passwordFile: %s
            """
                .formatted(token, ca, url, key, token),
            "incidents.yaml");
    assertEquals(Optional.of("https://tidewatch.example.com"), config.controller());
    assertEquals(Map.of("cluster", "eu-1"), config.labels());
    Alertmanager alertmanager = (Alertmanager) config.receivers().get(0);
    assertEquals(URI.create("https://alerts.example.com/am"), alertmanager.url());
    assertEquals(Severity.INFO, alertmanager.least());
    assertEquals(Optional.of(token), alertmanager.access().bearerTokenFile());
    assertEquals(Optional.of(ca), alertmanager.access().caFile());
    assertEquals(Map.of("X-Scope-OrgID", "shop"), alertmanager.access().headers());
    assertEquals(Duration.ofSeconds(5), alertmanager.access().timeout());
    Webhook tickets = (Webhook) config.receivers().get(1);
    assertEquals(new WebhookAddress.InFile(url), tickets.address());
    assertEquals(Severity.CRITICAL, tickets.least());
    assertEquals(Optional.of(key), tickets.signatureKey());
    assertEquals("bot", tickets.access().basic().orElseThrow().user());
    assertEquals(ReceiverKeys.TIMEOUT, tickets.access().timeout());
  }

  @Test
  void json_is_read_as_well() {
    IncidentConfig config =
        IncidentFile.parse(
            "{\"receivers\":[{\"name\":\"a\",\"webhook\":{\"url\":\"http://localhost/x\"}}]}",
            "incidents.json");
    assertEquals(List.of("a"), config.receivers().stream().map(each -> each.name()).toList());
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_and_no_secret_repeated() {
    String cause =
        causeOf(
            """
            recievers: []
            controller: tidewatch
            receivers:
              - name: Not A Word
                severity: loud
                alertmanager: {url: "https://me:hunter2@alerts.example.com", token: hunter2}
              - name: twice
                webhook: {url: "https://hooks.example.com/x?key=hunter2", timeout: 2h}
              - name: twice
                webhook: {urlFile: /nowhere/url, signatureKeyFile: /nowhere/key, user: bot}
              - name: both
                alertmanager: {}
                webhook: {}
              - name: neither
              - name: header
                webhook: {url: "http://h/x", headers: {authorization: hunter2}, caFile: /nowhere/ca}
            """);
    for (String expected :
        List.of(
            "unknown key recievers",
            "controller is no address",
            "receivers[0].name must be a word",
            "receivers[0].severity loud is none of",
            "receivers[0].alertmanager.token: a secret is given as a file",
            "receivers[0].alertmanager.url holds a login",
            "receivers[1].webhook.url has a query or a fragment",
            "receivers[1].webhook.timeout 2h is no time",
            "receivers[2].name twice is used twice",
            "receivers[2].webhook.urlFile: /nowhere/url is no readable file",
            "receivers[2].webhook.signatureKeyFile: /nowhere/key is no readable file",
            "receivers[2].webhook: half a login",
            "receivers[3] needs one of alertmanager and webhook",
            "receivers[4] needs one of alertmanager and webhook",
            "receivers[5].webhook.headers: a login is given as",
            "receivers[5].webhook.caFile is of no use")) {
      assertTrue(cause.contains(expected), () -> "\"" + expected + "\" is missing in: " + cause);
    }
    assertFalse(cause.contains("hunter2"), cause);
  }

  @Test
  void what_is_no_configuration_at_all_is_refused_in_words() {
    assertTrue(causeOf("").contains("the key receivers names nobody"));
    assertTrue(causeOf("[1, 2]").contains("is no mapping"));
    assertTrue(causeOf("receivers: everybody").contains("receivers is no list"));
    assertTrue(causeOf("receivers: [everybody]").contains("receivers[0] is no mapping"));
    assertTrue(causeOf("receivers: [\n").length() > 10);
    assertThrows(UserException.class, () -> IncidentFile.read(directory.resolve("missing")));
  }

  @Test
  void options_alone_name_receivers() {
    IncidentConfig config =
        options(
            "--alertmanager",
            "http://a:9093",
            "--alertmanager",
            "http://b:9093",
            "--webhook",
            "http://c/hook",
            "--controller-url",
            "http://d:8080");
    assertEquals(
        List.of("alertmanager", "alertmanager-2", "webhook"),
        config.receivers().stream().map(each -> each.name()).toList());
    assertEquals(Optional.of("http://d:8080"), config.controller());
    assertEquals(IncidentConfig.nobody(), options());
  }

  @Test
  void options_join_the_file_unless_names_collide() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("incidents.yaml"),
            "receivers: [{name: webhook, webhook: {url: \"http://x/y\"}}]\n");
    assertEquals(
        2,
        options("--incidents", file.toString(), "--alertmanager", "http://a:9093")
            .receivers()
            .size());
    assertThrows(
        UserException.class,
        () -> options("--incidents", file.toString(), "--webhook", "http://z/y"));
  }

  @Test
  void wrong_options_are_all_said_at_once() {
    UserException wrong =
        assertThrows(
            UserException.class,
            () -> options("--alertmanager", "alerts:9093", "--webhook", "https://u:p@h/x"));
    assertTrue(wrong.reason().contains("--alertmanager is no address"), wrong.reason());
    assertTrue(wrong.reason().contains("--webhook holds a login"), wrong.reason());
  }

  private Path secret(String name) throws IOException {
    return Files.writeString(directory.resolve(name), "secret");
  }

  private static String causeOf(String yaml) {
    return assertThrows(UserException.class, () -> IncidentFile.parse(yaml, "x")).reason();
  }

  private static IncidentConfig options(String... arguments) {
    IncidentOptions options = new IncidentOptions();
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
    spec.addMixin("incidents", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    new CommandLine(spec).parseArgs(arguments);
    return options.config();
  }
}
