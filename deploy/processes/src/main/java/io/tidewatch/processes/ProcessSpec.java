package io.tidewatch.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to start: a command, what its environment has more or less than ours, and where it runs.
 *
 * @param name names the log and pid files and every message; letters, digits, dots and dashes
 * @param command the program and its arguments
 * @param environment variables set on top of this process's own
 * @param withoutVariables variables of this process that the child must not see
 * @param workingDirectory where the child runs
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Set<String> withoutVariables,
    Path workingDirectory) {

  public ProcessSpec {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
      throw new IllegalArgumentException("not a process name: " + name);
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException(name + ": the command is empty");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    withoutVariables = Set.copyOf(withoutVariables);
  }

  /** A command in this process's working directory and environment. */
  public static ProcessSpec of(String name, List<String> command) {
    return new ProcessSpec(name, command, Map.of(), Set.of(), Path.of("").toAbsolutePath());
  }

  /** A launchable jar in a JVM like this one. */
  public static ProcessSpec ofJar(
      String name, Path jar, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    return of(name, command);
  }

  /** The same with one more environment variable. */
  public ProcessSpec with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ProcessSpec(name, command, more, withoutVariables, workingDirectory);
  }

  /** The same without a variable of this process. */
  public ProcessSpec without(String variable) {
    Set<String> more = new HashSet<>(withoutVariables);
    more.add(variable);
    return new ProcessSpec(name, command, environment, more, workingDirectory);
  }

  /** The same in another working directory. */
  public ProcessSpec in(Path directory) {
    return new ProcessSpec(name, command, environment, withoutVariables, directory);
  }
}
