package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on machines that lack this and that. */
class LauncherIT {
  private static final String INSTALL_JDK =
      "mkdir -p \"$TIDEWATCH_JVMS/java-17-apt/bin\"; for p in java javac; do"
          + " printf '#!/bin/bash\\nif [ \"$1\" = -version ]; then echo \"openjdk version"
          + " \\\\\"17.0.2\\\\\"\" >&2; else echo started \"$@\"; fi\\n' >"
          + " \"$TIDEWATCH_JVMS/java-17-apt/bin/$p\"; chmod 755"
          + " \"$TIDEWATCH_JVMS/java-17-apt/bin/$p\"; done";

  @TempDir private Path folder;
  private TestingCheckout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new TestingCheckout(folder);
  }

  @Test
  void help_needs_nothing_installed() throws Exception {
    checkout.run("help").assertCode(0).assertTold("./tidewatch demo", "TIDEWATCH_HOME");
    checkout.run().assertCode(0).assertTold("./tidewatch demo");
    checkout.run("demo", "--help").assertCode(0).assertTold("--trace FILE", "--airflow");
    checkout.run("help", "serve").assertCode(0).assertTold("--port N");
    assertFalse(Files.exists(checkout.root().resolve(".tidewatch")), "help leaves state behind");
  }

  @Test
  void an_unknown_command_is_refused_with_the_known_ones() throws Exception {
    checkout.run("dmeo").assertCode(2).assertTold("'dmeo'", "doctor");
    checkout.run("help", "../secret").assertCode(2);
  }

  @Test
  void without_root_it_says_exactly_what_to_install() throws Exception {
    checkout
        .run("demo")
        .assertCode(2)
        .assertTold(
            "openjdk-17-jdk-headless",
            "sudo apt-get install openjdk-17-jdk-headless maven python3 python3-venv prometheus");
    checkout.jdk().program("mvn", "exit 0");
    TestingCheckout.Ended rest = checkout.run("demo").assertCode(2).assertTold("promtool");
    assertFalse(rest.err().contains("openjdk"), rest.err());
  }

  @Test
  void a_jre_of_an_old_version_does_not_count() throws Exception {
    TestingCheckout.script(folder.resolve("old/bin/java"), "echo 'openjdk version \"11.0.2\"' >&2");
    TestingCheckout.script(folder.resolve("old/bin/javac"), "exit 0");
    checkout
        .run(Map.of("JAVA_HOME", folder.resolve("old").toString()), "doctor")
        .assertCode(2)
        .assertTold("JDK 17");
  }

  @Test
  void it_builds_when_sources_are_newer_and_only_then() throws Exception {
    checkout.jdk("echo started \"$@\"").maven();
    checkout.run("doctor").assertCode(0).assertTold("built in", "tidewatch-local.jar doctor");
    checkout.run("doctor").assertCode(0);
    assertEquals(1, checkout.mavenRuns());
    Path source = checkout.root().resolve("serving/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    checkout.run("doctor").assertCode(0);
    assertEquals(2, checkout.mavenRuns());
  }

  @Test
  void a_deleted_source_is_a_change_too() throws Exception {
    checkout.jdk("exit 0").maven();
    Path source = checkout.write("serving/src/main/java/B.java", "class B {}");
    checkout.run("doctor").assertCode(0);
    // The stamp may be of the same millisecond.
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(2)));
    checkout.run("doctor").assertCode(0);
    assertEquals(2, checkout.mavenRuns());
  }

  @Test
  void a_failed_build_shows_the_errors_and_is_tried_again() throws Exception {
    checkout.jdk("exit 0").maven("echo '[ERROR] A.java:[3,1] cannot find symbol'", "exit 1");
    checkout.run("doctor").assertCode(2).assertTold("cannot find symbol");
    checkout.maven();
    checkout.run("doctor").assertCode(0);
  }

  @Test
  void arguments_and_exit_code_go_through() throws Exception {
    checkout.jdk("printf '<%s>' \"$@\"", "echo \" home $TIDEWATCH_HOME\"", "exit 7").maven();
    checkout
        .run(Map.of("TIDEWATCH_HOME", "some where"), "control", "--catalogue", "my file.yaml", "")
        .assertCode(7)
        .assertTold(
            "<control><--catalogue><my file.yaml><>",
            "home " + checkout.machine().resolve("some where"));
  }

  @Test
  void as_root_it_installs_without_starting_services() throws Exception {
    checkout
        .maven()
        .program("id", "echo 0")
        .program("apt-cache", "echo openjdk-17-jdk-headless")
        .program(
            "apt-get", "cat \"$TIDEWATCH_POLICY_RC_D\" > seen; echo \"$@\" >> seen", INSTALL_JDK);
    Files.writeString(checkout.policy(), "#!/bin/sh\n# of the user\nexit 0\n");
    checkout.run("doctor").assertCode(0).assertTold("installing openjdk-17-jdk-headless");
    String seen = Files.readString(checkout.machine().resolve("seen"));
    assertTrue(seen.contains("exit 101"), seen);
    assertTrue(seen.contains("DPkg::Lock::Timeout"), seen);
    assertTrue(Files.readString(checkout.policy()).contains("of the user"));
  }

  @Test
  void a_failed_installation_leaves_the_users_policy() throws Exception {
    checkout
        .program("id", "echo 0")
        .program("apt-cache", "echo openjdk-17-jdk-headless")
        .program("apt-get", "echo 'E: no such package'; exit 100");
    Files.writeString(checkout.policy(), "# of the user\n");
    checkout.run("doctor").assertCode(2).assertTold("E: no such package");
    assertEquals("# of the user\n", Files.readString(checkout.policy()));
  }

  @Test
  void what_a_killed_run_has_left_of_the_policy_is_mended_by_the_next() throws Exception {
    checkout.jdk("exit 0").maven().program("id", "echo 0");
    Files.writeString(checkout.policy(), "# temporary, written by tidewatch\nexit 101\n");
    Path saved = Path.of(checkout.policy() + ".before-tidewatch");
    Files.writeString(saved, "# of the user\n");
    // Nothing is exec'd on a refusal, so the launcher itself cleans up.
    checkout.run("dmeo").assertCode(2);
    assertEquals("# of the user\n", Files.readString(checkout.policy()));
    assertFalse(Files.exists(saved));
  }

  private TestingCheckout withAllThatTestsNeed() throws IOException {
    return checkout
        .jdk()
        .program("python3", "exit 0")
        .program("prometheus", "exit 0")
        .program("promtool", "exit 0")
        .program("redis-server", "exit 0");
  }

  @Test
  void the_suite_ends_with_its_count_and_fails_with_its_tests() throws Exception {
    String report = checkout.root() + "/serving/target/surefire-reports";
    withAllThatTestsNeed()
        .maven(
            "case \"$*\" in *spotless:check*) exit 0 ;; esac",
            "mkdir -p '" + report + "'",
            "echo '<testsuite name=\"A\" tests=\"7\" errors=\"1\" skipped=\"2\""
                + " failures=\"1\">' > '"
                + report
                + "/TEST-A.xml'",
            "echo '[INFO] Tests run: 7, Failures: 1, Errors: 1, Skipped: 2'",
            "exit 1");
    TestingCheckout.Ended ended = checkout.run("test").assertCode(1).assertTold("Tests run: 7");
    assertTrue(ended.out().endsWith("\n3 passed, 2 failed, 2 skipped\n"), ended.out());
    checkout.run("test", "fast").assertCode(2).assertTold("takes no arguments");
  }

  @Test
  void sources_that_are_not_formatted_are_told_before_anything_is_run() throws Exception {
    withAllThatTestsNeed()
        .maven(
            "case \"$*\" in *spotless:check*) echo '[ERROR] A.java'; exit 1 ;; esac",
            "echo '[INFO] Tests run: 7'");
    TestingCheckout.Ended ended = checkout.run("test").assertCode(1);
    assertTrue(ended.err().contains("A.java") && ended.err().contains("spotless:apply"));
    assertFalse(ended.out().contains("Tests run"), ended.out());
  }

  @Test
  void the_tests_of_the_dags_count_like_the_others_and_so_does_an_airflow_that_is_not_there()
      throws Exception {
    withAllThatTestsNeed().maven();
    Path script = checkout.root().resolve("airflow-dags/test.sh");
    TestingCheckout.script(script, "echo '13 passed, 0 failed'");
    assertTrue(tested(0).endsWith("\n13 passed, 0 failed, 0 skipped\n"));
    TestingCheckout.script(script, "echo '11 passed, 2 failed'; exit 1");
    assertTrue(tested(1).endsWith("\n11 passed, 2 failed, 0 skipped\n"));
    TestingCheckout.script(script, "echo 'airflow: no network'; exit 1");
    String told = tested(1);
    assertTrue(told.contains("airflow: no network"), told);
    assertTrue(told.endsWith("\n0 passed, 1 failed, 0 skipped\n"), told);
  }

  private String tested(int code) throws Exception {
    return checkout.run("test").assertCode(code).out();
  }

  @Test
  void the_cluster_is_a_program_of_its_own_that_needs_no_java() throws Exception {
    TestingCheckout.script(
        checkout.root().resolve("deploy/lab/cluster"), "printf '<%s>' \"$@\"", "exit 3");
    checkout.run("cluster", "up", "--size", "api").assertCode(3).assertTold("<up><--size><api>");
    checkout.run("cluster", "up", "--help").assertTold("<up><--help>");
  }

  @Test
  void faults_and_load_go_to_the_lab_unless_another_cluster_is_named() throws Exception {
    checkout.jdk("echo \"$KUBECONFIG runs\" \"$@\"").maven();
    checkout.write(".tidewatch/lab/kubeconfig", "");
    checkout.run("fault", "list").assertTold("lab/kubeconfig runs", "tidewatch-faults.jar list");
    checkout
        .run(Map.of("KUBECONFIG", "other"), "load", "--peak", "3")
        .assertTold("other runs", "tidewatch-load.jar --peak 3");
  }

  @Test
  void tests_of_a_cluster_that_could_not_run_are_named_and_where_required_a_failure()
      throws Exception {
    String report = checkout.root() + "/serving/target/surefire-reports";
    withAllThatTestsNeed()
        .maven(
            "case \"$*\" in *spotless:check*) exit 0 ;; esac",
            "mkdir -p '" + report + "'",
            "echo '<testsuite name=\"A\" tests=\"2\" skipped=\"1\"><skipped message=\"the lab"
                + " cannot run here: no Go\"/></testsuite>' > '"
                + report
                + "/TEST-A.xml'");
    checkout
        .run("test")
        .assertCode(0)
        .assertTold("1 tests of a real cluster were SKIPPED", "no Go");
    checkout.run(Map.of("TIDEWATCH_REQUIRE_LAB", "yes"), "test").assertCode(1);
  }
}
