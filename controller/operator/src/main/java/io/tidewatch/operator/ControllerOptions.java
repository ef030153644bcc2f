package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.incident.IncidentConfig;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import io.tidewatch.source.Door;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one controller process is configured.
 *
 * @param catalogue the file that says which workloads exist or, with Kubernetes, what they share
 * @param kubernetes where PredictiveScalers are and how far it may go there; without it the file
 *     alone counts, and nothing is changed
 * @param prometheus where measurements come from
 * @param access how Prometheus is called
 * @param serving where forecasts come from, and how it is called
 * @param state directory of the decision ring
 * @param door where it listens and whom it lets in
 */
record ControllerOptions(
    Optional<Path> catalogue,
    Optional<Cluster> kubernetes,
    URI prometheus,
    ApiAccess access,
    ApiCall serving,
    Path state,
    Door door) {
  private static final String SERVING = "serving";
  private static final String MODES =
      Stream.of(Mode.values()).map(Mode::text).collect(Collectors.joining(", "));

  ControllerOptions {
    Objects.requireNonNull(kubernetes, "kubernetes");
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(serving, "serving");
    Objects.requireNonNull(door, "door");
  }

  /** Open to everybody who reaches the address, and asking a serving that is open as well. */
  ControllerOptions(
      Optional<Path> catalogue,
      Optional<Cluster> kubernetes,
      URI prometheus,
      ApiAccess access,
      URI serving,
      Path state,
      String host,
      int port) {
    this(
        catalogue,
        kubernetes,
        prometheus,
        access,
        new ApiCall(SERVING, serving, ApiAccess.open()),
        state,
        Door.open(host, port));
  }

  /**
   * The cluster that is followed.
   *
   * @param lease namespace of the lease and of the switch; without it the account's own
   * @param mode the most that any PredictiveScaler can allow
   * @param incidents whom to tell of incidents
   */
  record Cluster(
      KubernetesAccess access, Optional<String> lease, Mode mode, IncidentConfig incidents) {}

  /**
   * Checks what was typed; every mistake is listed at once.
   *
   * @throws UserException when something is wrong
   */
  static ControllerOptions of(
      Optional<Path> catalogue,
      Optional<KubernetesAccess> kubernetes,
      Optional<String> lease,
      IncidentConfig incidents,
      String prometheus,
      ApiAccess access,
      String serving,
      ApiAccess servingAccess,
      Path state,
      Door door,
      String mode) {
    List<String> mistakes = new ArrayList<>();
    URI prometheusUrl = address("--prometheus", prometheus, mistakes);
    URI servingUrl = address("--serving", serving, mistakes);
    if (catalogue.isEmpty() && kubernetes.isEmpty()) {
      mistakes.add("--catalogue FILE or --kubernetes says which workloads exist: give one");
    }
    if (door.port() < 0 || door.port() > 65_535) {
      mistakes.add("--port " + door.port() + " is no port");
    }
    Optional<Mode> most = mode(mode);
    if (most.isEmpty()) {
      mistakes.add("--mode " + mode + " is none of " + MODES);
    } else if (kubernetes.isEmpty() && most.get() != Mode.OBSERVE) {
      mistakes.add("--mode " + mode + " needs --kubernetes: a file alone is only observed");
    }
    if (!mistakes.isEmpty()) {
      throw new UserException(
          "the controller cannot start with these options",
          String.join("; ", mistakes),
          "correct them; --help lists all");
    }
    Optional<Cluster> cluster =
        kubernetes.map(reached -> new Cluster(reached, lease, most.orElseThrow(), incidents));
    return new ControllerOptions(
        catalogue,
        cluster,
        prometheusUrl,
        access,
        new ApiCall(SERVING, servingUrl, servingAccess),
        state,
        door);
  }

  /** A client that tries once: what is asked again and again needs no repeats below. */
  PrometheusClient prometheusClient(Duration timeout) {
    RetryPolicy once = new RetryPolicy(1, timeout, timeout, new SplittableRandom(0));
    return new PrometheusClient(
        new PrometheusEndpoint(prometheus, access.withTimeout(timeout)), once);
  }

  private static Optional<Mode> mode(String text) {
    return Stream.of(Mode.values()).filter(mode -> mode.text().equals(text)).findFirst();
  }

  private static URI address(String option, String text, List<String> mistakes) {
    try {
      URI url = URI.create(text.strip());
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      // Falls through to the same mistake.
    }
    mistakes.add(option + " " + text + " is no address like http://127.0.0.1:9090");
    return URI.create("http://invalid");
  }
}
