package io.tidewatch.processes;

import static io.tidewatch.processes.TestingProcesses.isAlive;
import static io.tidewatch.processes.TestingProcesses.printedNumber;
import static io.tidewatch.processes.TestingProcesses.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  @TempDir Path directory;

  @Test
  void children_end_in_reverse_order() throws Exception {
    Path order = directory.resolve("order");
    try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
      for (String name : List.of("first", "second", "third")) {
        String onTerm = "trap 'echo " + name + " >> " + order + "; exit 0' TERM; echo 1; ";
        printedNumber(supervisor.start(shell(name, onTerm + "while :; do sleep 0.05; done")));
      }
      assertEquals(3, supervisor.living().size());
    }
    assertEquals(List.of("third", "second", "first"), Files.readAllLines(order));
  }

  @Test
  void a_second_run_in_the_same_directory_is_refused() {
    try (Supervisor first = Supervisor.open(directory)) {
      assertTrue(first.living().isEmpty());
      ProcessException e = assertThrows(ProcessException.class, () -> Supervisor.open(directory));
      assertTrue(e.problem().startsWith("another run uses"), e.problem());
    }
    Supervisor.open(directory).close();
  }

  @Test
  void what_a_killed_run_left_is_ended_and_nothing_else() throws Exception {
    // A process that nobody closes, as after a kill -9, and a pid file of a process long gone.
    ManagedProcess left =
        ManagedProcess.start(shell("left", "sleep 600 & echo $!; wait"), directory);
    long grandchild = printedNumber(left);
    Files.writeString(
        directory.resolve("reused.pid"), ProcessHandle.current().pid() + " 1000000000000\n");
    try (Supervisor next = Supervisor.open(directory)) {
      assertTrue(next.living().isEmpty());
      assertFalse(left.isAlive());
      assertFalse(isAlive(grandchild));
      assertFalse(Files.exists(directory.resolve("left.pid")));
      assertFalse(Files.exists(directory.resolve("reused.pid")));
    }
  }

  @Test
  void a_closed_supervisor_starts_nothing() {
    Supervisor supervisor = Supervisor.open(directory);
    supervisor.close();
    supervisor.close();
    assertThrows(IllegalStateException.class, () -> supervisor.start(shell("late", "sleep 600")));
    assertFalse(Files.exists(directory.resolve("late.log")));
  }

  @Test
  void a_jvm_that_is_told_to_end_takes_its_children_along() throws Exception {
    try (ManagedProcess runner = sleepingRunner()) {
      long child = printedNumber(runner);
      assertTrue(isAlive(child));
      ProcessHandle.of(runner.pid()).orElseThrow().destroy();
      runner.awaitExit(Duration.ofSeconds(60));
      assertFalse(isAlive(child));
    }
  }

  @Test
  void the_children_of_a_jvm_that_was_killed_are_ended_by_the_next_run() throws Exception {
    try (ManagedProcess runner = sleepingRunner()) {
      long child = printedNumber(runner);
      ProcessHandle.of(runner.pid()).orElseThrow().destroyForcibly();
      runner.awaitExit(Duration.ofSeconds(60));
      assertTrue(isAlive(child));
      assertEquals(1, Supervisor.cleanUp(directory.resolve("inner")));
      assertFalse(isAlive(child));
    }
  }

  private ManagedProcess sleepingRunner() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    String inner = directory.resolve("inner").toString();
    List<String> command =
        List.of(java.toString(), "-cp", classPath, SleepingRunner.class.getName(), inner);
    return ManagedProcess.start(ProcessSpec.of("jvm", command), directory);
  }

  /** A run that starts one child, prints its id and never ends by itself. */
  static final class SleepingRunner {

    public static void main(String[] args) throws Exception {
      Supervisor supervisor = Supervisor.open(Path.of(args[0]));
      System.out.println(supervisor.start(shell("child", "exec sleep 600")).pid());
      Thread.sleep(600_000);
    }
  }
}
