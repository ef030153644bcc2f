package io.tidewatch.local.doctor;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.Module;
import io.tidewatch.local.report.Machine;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this machine has of what the commands need. */
final class MachineChecks {
  private static final long GIB = 1L << 30;
  private static final long NEEDED_GIB = 3;
  private static final int SERVING_PORT = 5_000;

  private final Layout layout;
  private final Map<String, String> environment;

  MachineChecks(Layout layout, Map<String, String> environment) {
    this.layout = layout;
    this.environment = environment;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("machine", Machine.describe()));
    checks.add(jdk());
    checks.add(program("prometheus"));
    checks.add(program("promtool"));
    checks.add(mlflow());
    for (Module module : Module.values()) {
      checks.add(module(module));
    }
    checks.add(disk());
    checks.add(ports());
    return checks;
  }

  private static Check jdk() {
    int version = Runtime.version().feature();
    String home = System.getProperty("java.home");
    return version >= 17
        ? Check.ok("JDK", version + " in " + home)
        : Check.missing("JDK", "17 or newer is needed, this is " + version);
  }

  private Check program(String name) {
    Optional<Path> found =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found
        .map(path -> Check.ok(name, path.toString()))
        .orElseGet(() -> Check.missing(name, "on Debian: apt-get install prometheus"));
  }

  private Check mlflow() {
    if (LocalMlflow.isNamed(environment)) {
      return Check.ok("MLflow", "yours: " + environment.get(LocalMlflow.VARIABLE));
    }
    return PythonEnvironment.find()
        .map(python -> Check.ok("MLflow " + MlflowServer.VERSION, python.directory().toString()))
        .orElseGet(
            () ->
                Check.warning(
                    "MLflow " + MlflowServer.VERSION,
                    "not installed yet; demo, train and serve install it into the cache"));
  }

  private Check module(Module module) {
    String what = "module " + module.processName();
    try {
      return Check.ok(what, layout.root().relativize(layout.jar(module)).toString());
    } catch (UserException notBuilt) {
      return Check.missing(what, notBuilt.remedy());
    }
  }

  private Check disk() {
    try {
      Files.createDirectories(layout.home());
      long free = Files.getFileStore(layout.home()).getUsableSpace();
      String text = "%.1f GiB free for %s".formatted(free / (double) GIB, layout.home());
      return free >= NEEDED_GIB * GIB
          ? Check.ok("disk", text)
          : Check.missing("disk", text + ", a demo needs " + NEEDED_GIB + " GiB");
    } catch (IOException e) {
      return Check.missing("disk", layout.home() + " cannot be used: " + e);
    }
  }

  private static Check ports() {
    return FreePorts.isFree(SERVING_PORT)
        ? Check.ok("port " + SERVING_PORT, "free, for serve")
        : Check.warning(
            "port " + SERVING_PORT, "taken; serve needs --port (the demo takes free ports)");
  }
}
