package io.tidewatch.serving;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that is written to bit by bit. */
final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;

  RawConnection(URI server, String begin) throws IOException {
    this.socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    send(begin);
  }

  void send(String more) throws IOException {
    socket.getOutputStream().write(more.getBytes(StandardCharsets.UTF_8));
  }

  /** All that comes until the server closes. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The same, while a little more is sent again and again. */
  String restWhileSending(String more) throws IOException, InterruptedException {
    while (socket.getInputStream().available() == 0) {
      send(more);
      Thread.sleep(50);
    }
    return rest();
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
