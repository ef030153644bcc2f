package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds TCP ports of the loopback address that nobody listens on. */
public final class FreePorts {

  private FreePorts() {}

  /** One free port. */
  public static int next() {
    return next(1).get(0);
  }

  /** {@code count} different free ports. */
  public static List<Integer> next(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      // All are held until the last is found, else the system may give the same one twice.
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free loopback port", e);
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  /** Whether nobody listens on the loopback port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Throws {@link ProcessException} if somebody listens on the port. To be asked before a server is
   * started on it: else the other one's answers would be taken for the new server's.
   */
  public static void requireFree(String server, int port) {
    if (!isFree(port)) {
      throw new ProcessException(
          server + " cannot listen on port " + port,
          "another process listens there",
          "end that process or choose another port");
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
