package io.tidewatch.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the test lab is and how it is set apart from a lab of the user's.
 *
 * @param checkout the folder that holds {@code deploy/lab/cluster}
 * @param environment what the lab's programs are told: state folder, name, ports and addresses
 * @param keep whether the lab outlives the tests, because somebody else will end it
 * @param startLimit how long a start may take, a first build included
 */
record LabSettings(
    Path checkout, Map<String, String> environment, boolean keep, Duration startLimit) {
  /** TIDEWATCH_TEST_LAB_PORT and so on say what TIDEWATCH_LAB_PORT and so on are for this lab. */
  static final String OVERRIDE = "TIDEWATCH_TEST_LAB_";

  private static final Duration COLD_BUILD_AND_START = Duration.ofMinutes(30);
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "NAME", "twj",
          "PORT", "18400",
          "NET", "10.80.0",
          "PODS", "10.246",
          "SERVICES", "10.98");

  LabSettings {
    environment = Map.copyOf(environment);
  }

  /** The settings for the checkout that this folder is in; empty if it is in none. */
  static Optional<LabSettings> around(Path folder, Map<String, String> environment) {
    return checkout(folder)
        .map(
            found ->
                new LabSettings(
                    found,
                    labEnvironment(found, environment),
                    "keep".equals(environment.get("TIDEWATCH_TEST_LAB")),
                    COLD_BUILD_AND_START));
  }

  private static Optional<Path> checkout(Path folder) {
    for (Path here = folder.toAbsolutePath().normalize(); here != null; here = here.getParent()) {
      if (Files.isRegularFile(here.resolve("deploy/lab/cluster"))) {
        return Optional.of(here);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> labEnvironment(
      Path checkout, Map<String, String> environment) {
    Map<String, String> lab = new TreeMap<>();
    DEFAULTS.forEach(
        (name, value) ->
            lab.put("TIDEWATCH_LAB_" + name, environment.getOrDefault(OVERRIDE + name, value)));
    lab.put("TIDEWATCH_HOME", checkout.resolve(".tidewatch/test").toString());
    return lab;
  }

  /** The folder of the test lab and of the notes about it. */
  Path home() {
    return Path.of(environment.get("TIDEWATCH_HOME"));
  }

  /** The lab's own state, which its {@code down} removes. */
  Path state() {
    return home().resolve("lab");
  }

  String cluster() {
    return checkout.resolve("deploy/lab/cluster").toString();
  }
}
