package io.tidewatch.local.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts of the test in the place of the checkout's. */
class ScriptsTest {
  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private Layout layout;
  private Supervisor children;
  private Scripts scripts;

  @BeforeEach
  void open() {
    layout = new Layout(folder.resolve("a checkout"), folder.resolve("home"));
    children = Supervisor.open(folder.resolve("run"));
    scripts = new Scripts(layout, children);
  }

  @AfterEach
  void close() {
    children.close();
  }

  @Test
  void a_script_is_told_line_by_line_and_knows_where_state_is_kept() throws Exception {
    script("deploy/lab/cluster", "echo \"$TIDEWATCH_HOME\"; printf '<%s>' \"$@\"; echo");
    double seconds = lab().up("nodes", 5, told::add);
    assertEquals(List.of(layout.home().toString(), "<up><--size><nodes><--speed><5>"), told);
    assertTrue(seconds > 0);
  }

  @Test
  void what_a_script_refuses_is_the_users_to_mend_in_its_own_words() throws Exception {
    script("deploy/lab/cluster", "echo 'the size \"nodes\" needs root' >&2; exit 2");
    UserException refused =
        assertThrows(UserException.class, () -> lab().up("nodes", 1, told::add));
    assertTrue(refused.getMessage().contains("needs root"), refused.getMessage());
  }

  @Test
  void a_script_that_fails_shows_its_last_words_and_its_log() throws Exception {
    script("demo-app/k8s/apply", "echo 'ImagePullBackOff'; exit 70");
    DemoApp app = new DemoApp(scripts, layout.home().resolve("kubeconfig"));
    ProcessException failed =
        assertThrows(
            ProcessException.class, () -> app.apply("aiops-demo", 5, List.of(), told::add));
    assertTrue(failed.getMessage().contains("ImagePullBackOff"), failed.getMessage());
    assertTrue(failed.getMessage().contains("apply-aiops-demo.log"), failed.getMessage());
  }

  @Test
  void a_script_that_hangs_is_ended() throws Exception {
    script("x", "sleep 600");
    assertThrows(
        ProcessException.class,
        () -> scripts.run("x", Duration.ofMillis(1), told::add, "x", List.of()));
    assertTrue(children.living().isEmpty());
  }

  @Test
  void kubectl_keeps_warnings_apart_from_answers() throws Exception {
    script("kubectl", "echo 'Warning: old' >&2; echo '{\"words\":\"'$*'\"}'");
    assertEquals(
        "get -o json -n x pods", kubectl("kubectl").get("-n", "x", "pods").path("words").asText());
  }

  @Test
  void kubectl_that_fails_says_what_the_cluster_said() throws Exception {
    script("kubectl", "echo 'namespaces \"x\" not found' >&2; exit 1");
    ProcessException failed =
        assertThrows(ProcessException.class, () -> kubectl("kubectl").scale("x", "backend", 3));
    assertTrue(failed.getMessage().contains("namespaces \"x\" not found"), failed.getMessage());
    ProcessException missing =
        assertThrows(ProcessException.class, () -> kubectl("none").run("version"));
    assertTrue(missing.getMessage().contains("install kubectl"), missing.getMessage());
  }

  @Test
  void a_kubeconfig_that_is_not_there_is_refused() {
    assertThrows(UserException.class, () -> Kubectl.of(folder.resolve("nothing")));
  }

  private LabCluster lab() {
    return new LabCluster(layout, scripts, Map.of());
  }

  private Kubectl kubectl(String name) {
    return new Kubectl(List.of(layout.root().resolve(name).toString()), Map.of());
  }

  private void script(String name, String line) throws IOException {
    Path file = layout.root().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
