package io.tidewatch.processes;

import java.util.List;
import java.util.Optional;

/** Small shell programs that behave in a certain way. */
final class TestingProcesses {

  private TestingProcesses() {}

  static ProcessSpec shell(String name, String script) {
    return ProcessSpec.of(name, List.of("/bin/sh", "-c", script));
  }

  /** The number the process has printed as its first line, once it is there. */
  static long printedNumber(ManagedProcess process) throws InterruptedException {
    Optional<Long> number = Optional.empty();
    for (int i = 0; i < 500 && number.isEmpty(); i++) {
      Thread.sleep(10);
      number =
          process.logTail(1).stream().filter(s -> s.matches("\\d+")).map(Long::valueOf).findFirst();
    }
    return number.orElseThrow();
  }

  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
