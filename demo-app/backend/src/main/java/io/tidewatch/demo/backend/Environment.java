package io.tidewatch.demo.backend;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads typed settings out of environment variables and remembers every one that is bad. */
final class Environment {
  private static final String PREFIX = "DEMO_";

  private final Map<String, String> variables;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  String text(String key, String fallback) {
    known.add(key);
    String value = variables.getOrDefault(key, fallback).strip();
    return value.isEmpty() ? fallback : value;
  }

  int number(String key, int fallback, int least, int most) {
    String value = text(key, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    problems.add("%s=%s is not a whole number from %d to %d".formatted(key, value, least, most));
    return fallback;
  }

  HostAndPort address(String key, String fallback) {
    String value = text(key, fallback);
    return HostAndPort.parse(value)
        .orElseGet(
            () -> {
              problems.add("%s=%s is not HOST:PORT".formatted(key, value));
              return HostAndPort.parse(fallback).orElseThrow();
            });
  }

  boolean enabled(String key) {
    String value = text(key, "disabled");
    if (!value.equals("enabled") && !value.equals("disabled")) {
      problems.add("%s=%s is neither enabled nor disabled".formatted(key, value));
    }
    return value.equals("enabled");
  }

  Path folder(String key, String fallback) {
    String value = text(key, fallback);
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      problems.add("%s=%s is not a path".formatted(key, value));
      return Path.of(fallback);
    }
  }

  /** Ends the reading: all that is wrong is told at once. */
  void refuseProblems() {
    for (String key : new TreeSet<>(variables.keySet())) {
      if (key.startsWith(PREFIX) && !known.contains(key)) {
        problems.add("%s is not a setting (there are %s)".formatted(key, String.join(", ", known)));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserError(
          "the backend cannot start with these settings",
          String.join("; ", problems),
          "correct the environment variables; --help lists them with their defaults");
    }
  }
}
