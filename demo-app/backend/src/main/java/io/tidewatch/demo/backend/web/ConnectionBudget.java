package io.tidewatch.demo.backend.web;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the requests of each connection, so that none lives long enough to pin its load to one
 * pod.
 *
 * <p>The server does not tell when a connection ends; a peer's address stands for it. An address
 * that is used again starts where it stopped and so is closed early, never late. The least recently
 * seen are forgotten.
 */
public final class ConnectionBudget {
  private static final int REMEMBERED = 8_192;

  private final int limit;
  private final Map<InetSocketAddress, Integer> used =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Allows so many requests a connection. */
  public ConnectionBudget(int limit) {
    this.limit = limit;
  }

  /** Notes a request; whether it must be the connection's last. */
  public synchronized boolean spend(InetSocketAddress peer) {
    int count = used.merge(peer, 1, Integer::sum);
    if (count < limit) {
      return false;
    }
    used.remove(peer);
    return true;
  }
}
