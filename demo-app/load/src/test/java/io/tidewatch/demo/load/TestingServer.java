package io.tidewatch.demo.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on loopback, a thread for each connection, that misbehaves as it is told. */
final class TestingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch awaited;
  private final int status;
  private final int closedAt;

  private TestingServer(int status, int awaited, int closedAt) throws IOException {
    this.socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    this.status = status;
    this.awaited = new CountDownLatch(awaited);
    this.closedAt = closedAt;
    daemon(this::accept);
  }

  /** Answers nobody before so many requests have come. */
  static TestingServer holdingUntil(int requests) throws IOException {
    return new TestingServer(200, requests, Integer.MAX_VALUE);
  }

  /** Answers at once. */
  static TestingServer answering(int status) throws IOException {
    return new TestingServer(status, 0, Integer.MAX_VALUE);
  }

  /** Keeps a connection after its first request and closes it, unanswered, at the second. */
  static TestingServer closingOnSecondRequest() throws IOException {
    return new TestingServer(200, 0, 2);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      for (int number = 1; request(in); number++) {
        requests.incrementAndGet();
        awaited.countDown();
        awaited.await();
        if (number == closedAt) {
          return;
        }
        String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok";
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean request(BufferedReader in) throws IOException {
    String line = in.readLine();
    boolean some = line != null;
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    return some;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "testing-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
