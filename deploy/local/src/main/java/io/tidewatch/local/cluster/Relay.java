package io.tidewatch.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets pods reach a server that listens on this machine's loopback only: what comes to a port of
 * one other address, such as the lab's bridge, is passed on to it byte by byte.
 */
public final class Relay implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int HTTP = 80;

  private final URI server;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool(Relay::daemon);

  private Relay(URI server, ServerSocket door) {
    this.server = server;
    this.door = door;
  }

  /** Opens a free port of an address that leads to a server. */
  public static Relay open(InetAddress at, URI server) {
    try {
      Relay relay = new Relay(server, new ServerSocket(0, BACKLOG, at));
      relay.threads.execute(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("no port of " + at.getHostAddress() + " can be opened", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    return thread;
  }

  /** The server's address as it is reached through here. */
  public URI url() {
    String here = door.getInetAddress().getHostAddress() + ":" + door.getLocalPort();
    return URI.create(server.getScheme() + "://" + here + server.getRawPath());
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        threads.execute(() -> join(caller));
      } catch (IOException closed) {
        // Only close() ends this; one caller that is gone before he was accepted does not.
        continue;
      }
    }
  }

  private void join(Socket caller) {
    try (caller;
        Socket called = new Socket()) {
      int port = server.getPort() < 0 ? HTTP : server.getPort();
      called.connect(new InetSocketAddress(server.getHost(), port), CONNECT_MILLIS);
      Future<?> back = threads.submit(() -> pass(called, caller));
      pass(caller, called);
      back.get();
    } catch (IOException | ExecutionException gone) {
      // Whoever called sees his connection closed, and tries again as with the server itself.
      return;
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // One end is gone: the other must not wait for it.
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a port cannot be closed", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
