package io.tidewatch.serving.http;

import java.time.Duration;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Closes connections that are silent for a while once the server is to end.
 *
 * @param after how long (wall time)
 */
record QuietConnectionsEnd(Duration after) implements LifeCycle.Listener {
  @Override
  public void lifeCycleStarting(LifeCycle server) {
    for (AbstractConnector connector : ((Server) server).getBeans(AbstractConnector.class)) {
      connector.setShutdownIdleTimeout(after.toMillis());
    }
  }
}
