package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.source.ApiAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whom the controller tells.
 *
 * @param controller its own address as people reach it, for links
 * @param labels on every incident, such as the cluster's name
 */
public record IncidentConfig(
    List<Target> receivers, Optional<String> controller, Map<String, String> labels) {

  public IncidentConfig {
    receivers = List.copyOf(receivers);
    Objects.requireNonNull(controller, "controller");
    labels = Map.copyOf(labels);
  }

  /** Of a controller that shows its incidents and tells nobody. */
  public static IncidentConfig nobody() {
    return new IncidentConfig(List.of(), Optional.empty(), Map.of());
  }

  /** One receiver. */
  sealed interface Target {
    String name();

    Receiver receiver(Links links, Map<String, String> labels);
  }

  /** An Alertmanager. */
  record Alertmanager(String name, Severity least, URI url, ApiAccess access) implements Target {
    /** It forgets in a restart, and takes silence for the end after {@code AHEAD}. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration AFTERWARDS = Duration.ofMinutes(15);

    @Override
    public Receiver receiver(Links links, Map<String, String> labels) {
      return receiver(links, labels, EVERY);
    }

    AlertmanagerReceiver receiver(Links links, Map<String, String> labels, Duration every) {
      Addressee addressee = new Addressee(name, least, every, AFTERWARDS, true);
      return new AlertmanagerReceiver(addressee, url, access, new Alerts(links, labels, AHEAD));
    }
  }

  /** A webhook. */
  record Webhook(
      String name,
      Severity least,
      WebhookAddress address,
      ApiAccess access,
      Optional<Path> signatureKey)
      implements Target {
    private static final Duration REMINDER = Duration.ofHours(4);

    @Override
    public Receiver receiver(Links links, Map<String, String> labels) {
      Addressee addressee = new Addressee(name, least, REMINDER, Duration.ZERO, false);
      return new WebhookReceiver(
          addressee, address, access, signatureKey, new WebhookDocument(links, labels));
    }
  }
}
