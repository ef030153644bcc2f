package io.tidewatch.processes;

import static io.tidewatch.processes.TestingProcesses.isAlive;
import static io.tidewatch.processes.TestingProcesses.printedNumber;
import static io.tidewatch.processes.TestingProcesses.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void environment_directory_and_log_are_those_of_the_specification() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    ProcessSpec spec =
        shell("env", "echo $GREETING ${HOME-unset}; pwd -P")
            .with("GREETING", "good morning")
            .without("HOME")
            .in(elsewhere);
    try (ManagedProcess process = ManagedProcess.start(spec, directory)) {
      process.awaitSuccess(LONG);
      assertEquals(
          List.of("good morning unset", elsewhere.toRealPath().toString()), process.logTail(5));
    }
  }

  @Test
  void a_process_that_dies_while_starting_is_told_with_its_last_words() {
    ProcessSpec spec = shell("dying", "echo cannot open the database; exit 3");
    try (ManagedProcess process = ManagedProcess.start(spec, directory)) {
      URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next() + "/");
      ProcessException e =
          assertThrows(ProcessException.class, () -> process.awaitHttp(nobody, LONG));
      assertEquals("dying ended with exit code 3 while starting", e.problem());
      assertTrue(e.reason().contains("cannot open the database"), e.reason());
      assertTrue(e.remedy().contains("dying.log"), e.remedy());
    }
  }

  @Test
  void a_server_error_is_not_an_answer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int[] status = {503};
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (ManagedProcess process = ManagedProcess.start(shell("slow", "sleep 600"), directory)) {
      Duration brief = Duration.ofMillis(300);
      ProcessException e =
          assertThrows(ProcessException.class, () -> process.awaitHttp(url, brief));
      assertTrue(e.problem().startsWith("slow did not answer"), e.problem());
      status[0] = 204;
      process.awaitHttp(url, LONG);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_missing_program_is_named() {
    ProcessSpec spec = ProcessSpec.of("ghost", List.of("/no/such/program"));
    ProcessException e =
        assertThrows(ProcessException.class, () -> ManagedProcess.start(spec, directory));
    assertTrue(e.remedy().contains("/no/such/program"), e.remedy());
  }

  @Test
  void closing_ends_the_descendants_too_and_again_is_harmless() throws Exception {
    ProcessSpec spec = shell("family", "sleep 600 & echo $!; wait");
    ManagedProcess process = ManagedProcess.start(spec, directory);
    long child = printedNumber(process);
    assertTrue(isAlive(child));
    process.close();
    process.close();
    assertFalse(process.isAlive());
    assertFalse(isAlive(child));
    assertFalse(Files.exists(directory.resolve("family.pid")));
  }

  @Test
  void the_log_of_the_run_before_is_kept() throws Exception {
    for (String word : List.of("first", "second")) {
      try (ManagedProcess process = ManagedProcess.start(shell("p", "echo " + word), directory)) {
        process.awaitSuccess(LONG);
      }
    }
    assertEquals("first\n", Files.readString(directory.resolve("p.log.1")));
    assertEquals("second\n", Files.readString(directory.resolve("p.log")));
  }
}
