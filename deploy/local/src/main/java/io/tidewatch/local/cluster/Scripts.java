package io.tidewatch.local.cluster;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LogFollower;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the checkout's scripts to their end, told line by line. */
public final class Scripts {
  private static final int USER_ERROR = 2;
  private static final int TAIL = 12;

  private final Layout layout;
  private final Supervisor children;

  /** Scripts are children of this supervisor: whatever ends us ends them. */
  public Scripts(Layout layout, Supervisor children) {
    this.layout = layout;
    this.children = children;
  }

  /**
   * Runs a script.
   *
   * @param name of its log
   * @param script seen from the checkout
   * @param told of each line that it prints
   * @return what it has printed
   * @throws UserException if it refuses (exit code 2)
   * @throws ProcessException if it fails or is not done in time
   */
  public List<String> run(
      String name, Duration atMost, Consumer<String> told, String script, List<String> arguments)
      throws InterruptedException {
    return run(name, atMost, told, script, arguments, Map.of());
  }

  /** The same with more variables in its environment. */
  public List<String> run(
      String name,
      Duration atMost,
      Consumer<String> told,
      String script,
      List<String> arguments,
      Map<String, String> environment)
      throws InterruptedException {
    ProcessSpec spec = spec(layout, name, script, arguments);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      spec = spec.with(variable.getKey(), variable.getValue());
    }
    List<String> printed = new ArrayList<>();
    try (ManagedProcess child = children.start(spec)) {
      LogFollower log = new LogFollower(child.log());
      Consumer<String> each = line -> keep(line, printed, told);
      long deadline = System.nanoTime() + atMost.toNanos();
      while (child.isAlive() && System.nanoTime() < deadline) {
        log.newLines().forEach(each);
        Thread.sleep(100);
      }
      log.newLines().forEach(each);
      require(child, child.awaitExit(Duration.ofSeconds(1)));
    }
    return printed;
  }

  /** How a script is started: its state is ours. */
  static ProcessSpec spec(Layout layout, String name, String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(layout.root().resolve(script).toString()));
    command.addAll(arguments);
    return ProcessSpec.of(name, command)
        .in(layout.root())
        .with("TIDEWATCH_HOME", layout.home().toString());
  }

  private static void keep(String line, List<String> printed, Consumer<String> told) {
    if (!line.isBlank()) {
      printed.add(line);
      told.accept(line.strip());
    }
  }

  private static void require(ManagedProcess child, int code) {
    Path log = child.log();
    String last = String.join("\n          ", child.logTail(TAIL));
    if (code == USER_ERROR) {
      throw new UserException(
          child.name() + " cannot be done here", last, "do what it says; the whole log is " + log);
    }
    if (code != 0) {
      throw new ProcessException(
          child.name() + " failed with exit code " + code,
          "it last printed:\n    " + last,
          "see " + log);
    }
  }
}
