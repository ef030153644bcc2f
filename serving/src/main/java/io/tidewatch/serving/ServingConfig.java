package io.tidewatch.serving;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.serving.http.HttpLimits;
import io.tidewatch.serving.http.HttpSettings;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.Door;
import io.tidewatch.source.PrometheusEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The checked configuration of a serving process.
 *
 * @param prometheus where demand comes from
 * @param mlflow where models come from
 */
public record ServingConfig(
    Serving.Settings settings, PrometheusEndpoint prometheus, MlflowSettings mlflow) {
  /** Longest time of one call to Prometheus; the first reads a week of every workload. */
  private static final Duration CALL = Duration.ofSeconds(30);

  private static final String LOOPBACK = "127.0.0.1";
  private static final String NO_LOG = "off";
  private static final String STANDARD_OUTPUT = "-";
  private static final String MLFLOW_VARIABLE = "MLFLOW_TRACKING_URI";

  public ServingConfig {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(prometheus, "prometheus");
    Objects.requireNonNull(mlflow, "mlflow");
  }

  /** The options as they were typed. */
  public record Raw(
      Path catalogue,
      String prometheus,
      Supplier<ApiAccess> access,
      Optional<String> mlflow,
      Path cache,
      String host,
      String port,
      String refreshSeconds,
      DoorMaker door,
      String accessLog) {}

  /** Makes the door of a host and a port. */
  interface DoorMaker {
    Door at(String host, int port);
  }

  /**
   * Checks every option.
   *
   * @param environment variables, for MLflow's address and login
   * @throws UserException which lists all that is wrong
   */
  public static ServingConfig of(Raw raw, Map<String, String> environment) {
    Problems problems = new Problems();
    var catalogue = problems.take("--catalogue", () -> CatalogueFile.read(raw.catalogue()));
    var prometheus = problems.take("--prometheus", () -> endpoint(raw.prometheus(), raw.access()));
    var mlflow = problems.take("--mlflow", () -> mlflow(raw.mlflow(), environment));
    var port = problems.take("--port", () -> number(raw.port(), 0, 65_535));
    var refresh = problems.take("--refresh-seconds", () -> number(raw.refreshSeconds(), 1, 3_600));
    var host = problems.take("--host", () -> host(raw.host()));
    var door = problems.take("--host", () -> raw.door().at(host.orElse(LOOPBACK), port.orElse(0)));
    door.flatMap(Door::tokenFile)
        .ifPresent(file -> problems.take("--token-file", () -> readable(file)));
    var accessLog = problems.take("--access-log", () -> accessLog(raw.accessLog()));
    problems.throwIfAny();
    HttpSettings http =
        new HttpSettings(door.orElseThrow(), accessLog.orElseThrow(), HttpLimits.USUAL);
    Serving.Settings settings =
        new Serving.Settings(
            catalogue.orElseThrow(), raw.cache(), http, Duration.ofSeconds(refresh.orElseThrow()));
    return new ServingConfig(settings, prometheus.orElseThrow(), mlflow.orElseThrow());
  }

  private static PrometheusEndpoint endpoint(String url, Supplier<ApiAccess> access) {
    PrometheusEndpoint given = PrometheusEndpoint.parse(url);
    return given.with(access.get().withTimeout(CALL));
  }

  private static MlflowSettings mlflow(Optional<String> given, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    given.ifPresent(uri -> variables.put(MLFLOW_VARIABLE, uri));
    return MlflowSettings.fromEnvironment(variables);
  }

  private static String host(String host) {
    if (host.isBlank() || host.contains("/")) {
      throw new UserException(
          "\"" + host + "\" is not a host",
          "it is empty or has a slash",
          "write for example 127.0.0.1");
    }
    return host;
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file)) {
      throw new UserException(
          file + " cannot be read", "it is not there or not readable", "name another file");
    }
    return file;
  }

  private static Optional<OutputStream> accessLog(String where) {
    if (where.equals(NO_LOG)) {
      return Optional.empty();
    }
    if (where.equals(STANDARD_OUTPUT)) {
      return Optional.of(System.out);
    }
    try {
      return Optional.of(
          Files.newOutputStream(
              Path.of(where), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException unwritable) {
      throw new UserException(
          where + " cannot be written", unwritable.toString(), "name another file, -, or off");
    }
  }

  private static int number(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // Said below.
    }
    throw new UserException(
        "\"" + text + "\" is not allowed",
        "it must be a whole number from " + least + " to " + most,
        "correct it");
  }

  /** What is wrong with the options, all of it. */
  private static final class Problems {
    private final List<String> found = new ArrayList<>();

    <T> Optional<T> take(String option, Supplier<T> read) {
      try {
        return Optional.of(read.get());
      } catch (UserException bad) {
        found.add(option + ": " + bad.problem() + ": " + bad.reason() + " (" + bad.remedy() + ")");
        return Optional.empty();
      }
    }

    void throwIfAny() {
      if (!found.isEmpty()) {
        throw new UserException(
            "serving cannot start with these options",
            String.join("\n          ", found),
            "correct them; --help lists every option");
      }
    }
  }
}
