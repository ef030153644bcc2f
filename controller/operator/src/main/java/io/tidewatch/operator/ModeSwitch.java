package io.tidewatch.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidewatch.domain.DecisionRecord.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The kill switch: {@code kubectl create configmap tidewatch-switch --from-literal=mode=observe} in
 * the lease's namespace, and within seconds no workload goes beyond that mode, whatever it allows.
 */
final class ModeSwitch {
  static final String NAME = "tidewatch-switch";
  private static final String KEY = "mode";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final String namespace;
  private final Mode most;
  private final Clock clock;
  private final Complaints complaints = new Complaints(LoggerFactory.getLogger(ModeSwitch.class));
  private volatile Mode limit;
  private Instant looked = Instant.MIN;

  /**
   * @param most what the process allows; the switch can only take away
   */
  ModeSwitch(KubernetesClient client, String namespace, Mode most, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.most = most;
    this.clock = clock;
    // Until the first look nobody knows whether somebody has switched it off.
    this.limit = Mode.OBSERVE;
  }

  /** The mode that no workload goes beyond. */
  Mode limit() {
    return limit;
  }

  /** Looks, if it is time to; who cannot be asked does not take back what was said. */
  void look() {
    Instant now = clock.instant();
    if (looked.isAfter(now.minus(LOOK_EVERY))) {
      return;
    }
    looked = now;
    try {
      ConfigMap map = client.configMaps().inNamespace(namespace).withName(NAME).get();
      limit = limited(most, Optional.ofNullable(map).map(ConfigMap::getData).map(d -> d.get(KEY)));
      complaints.well(NAME);
    } catch (KubernetesClientException failed) {
      complaints.trouble(NAME, "it cannot be read: " + failed.getMessage());
    }
  }

  /** A word that is no mode stops everything: somebody wanted to stop something. */
  static Mode limited(Mode most, Optional<String> text) {
    if (text.isEmpty()) {
      return most;
    }
    Mode said =
        Stream.of(Mode.values())
            .filter(mode -> mode.text().equals(text.get().strip()))
            .findFirst()
            .orElse(Mode.OBSERVE);
    return said.compareTo(most) < 0 ? said : most;
  }
}
