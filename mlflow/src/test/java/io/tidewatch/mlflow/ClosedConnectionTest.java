package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server may close a connection at rest in the moment when it is used again. */
@Timeout(60)
class ClosedConnectionTest {

  @Test
  void a_post_after_a_rest_is_sent_once_and_on_a_living_connection() throws Exception {
    try (ClosingServer server = new ClosingServer();
        MlflowConnection connection =
            new MlflowConnection(MlflowSettings.of(server.url()), Backoff.USUAL, Duration.ZERO)) {
      connection.get("first", Map.of());
      server.closeOnNextUse();
      assertEquals(200, connection.post("runs/create", Map.of("experiment_id", "1")).status());
      List<String> asked = server.requests();
      assertEquals(1, asked.stream().filter(line -> line.startsWith("POST")).count(), "" + asked);
    }
  }

  /** Answers each request, but those on connections older than the last call to close them. */
  private static final class ClosingServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int age;

    ClosingServer() throws IOException {
      daemon(this::accept);
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void closeOnNextUse() {
      age++;
    }

    List<String> requests() {
      return requests;
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = socket.accept();
          int born = age;
          daemon(() -> serve(connection, born));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private void serve(Socket connection, int born) {
      try (connection) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && born == age; line = in.readLine()) {
          requests.add(line);
          readRest(in);
          connection
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                      .getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException broken) {
        // The client went away.
      }
    }

    private static void readRest(BufferedReader in) throws IOException {
      int length = 0;
      for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
        if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
    }

    private static void daemon(Runnable task) {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
