package io.tidewatch.operator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped works as it is written. */
class AlertmanagerExamplesTest {
  private static final Path FOLDER = Path.of("../../deploy/observability/alertmanager");

  @Test
  void the_controllers_file_is_read() {
    IncidentConfig config = IncidentFile.read(FOLDER.resolve("incidents.yaml"));
    assertEquals(
        List.of("alertmanager", "tickets"),
        config.receivers().stream().map(each -> each.name()).toList());
  }

  @Test
  void no_secret_is_written_down() throws IOException {
    for (String example : List.of("alertmanager.yaml", "teams.yaml")) {
      List<String> secrets =
          Files.readString(FOLDER.resolve(example))
              .lines()
              .map(String::strip)
              .filter(line -> line.matches("-? ?\\w*(key|url|password|token)(_file)?: .*"))
              .filter(line -> !line.contains("client_url"))
              .toList();
      assertTrue(secrets.size() > 0, example);
      secrets.forEach(line -> assertTrue(line.contains("_file: /etc/alertmanager/secrets/"), line));
    }
  }

  @Test
  void alertmanager_accepts_its_file() throws Exception {
    assertTrue(amtool("check-config", file()).contains("SUCCESS"));
  }

  @Test
  void the_loud_reach_the_pager_and_the_quiet_the_mail() throws Exception {
    assertEquals("pager,chat", routed("critical"));
    assertEquals("chat", routed("warning"));
    assertEquals("mail", routed("info"));
  }

  // What amtool thinks of the machine's own configuration comes first.
  private static String routed(String severity) throws Exception {
    return amtool("config", "routes", "test", "--config.file=" + file(), "severity=" + severity)
        .lines()
        .reduce("", (earlier, last) -> last);
  }

  private static String file() {
    return FOLDER.resolve("alertmanager.yaml").toString();
  }

  private static String amtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("amtool"));
    command.addAll(List.of(arguments));
    assumeTrue(installed(), "needs amtool of Debian's prometheus-alertmanager");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static boolean installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "amtool")));
  }
}
