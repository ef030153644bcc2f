package io.tidewatch.local.demo;

import io.tidewatch.processes.FreePorts;
import java.net.URI;
import java.util.List;

/** The loopback ports of one demo. */
record Ports(int prometheus, int history, int serving, int controller, int loki) {
  /** Five that nobody listens on. */
  static Ports free() {
    List<Integer> free = FreePorts.next(5);
    return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4));
  }

  URI prometheusUrl() {
    return url(prometheus);
  }

  URI historyUrl() {
    return url(history).resolve("/metrics");
  }

  URI servingUrl() {
    return url(serving);
  }

  URI controllerUrl() {
    return url(controller);
  }

  @Override
  public String toString() {
    return "ports on 127.0.0.1: Prometheus %d, logs %d, history %d, serving %d, controller %d"
        .formatted(prometheus, loki, history, serving, controller);
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
