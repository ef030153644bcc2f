package io.tidewatch.serving.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One kept-alive connection: as little client as a server can be measured with. */
final class HttpConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[1024];
  private final byte[] body = new byte[65_536];

  HttpConnection(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 65_536);
    out = socket.getOutputStream();
  }

  static byte[] get(String path) {
    return ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  static byte[] post(String path, String body) {
    return ascii(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, body.length(), body));
  }

  /** Sends a request, reads the whole answer and returns its status. */
  int exchange(byte[] request) throws IOException {
    out.write(request);
    String first = readLine();
    int length = 0;
    boolean chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      chunked |= header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
    }
    skip(length);
    if (chunked) {
      skipChunks();
    }
    return Integer.parseInt(first.substring(9, 12));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void skipChunks() throws IOException {
    int size = -1;
    while (size != 0) {
      size = Integer.parseInt(readLine().strip(), 16);
      skip(size);
      readLine();
    }
  }

  private void skip(int length) throws IOException {
    for (int left = length; left > 0; ) {
      int n = in.read(body, 0, Math.min(left, body.length));
      if (n < 0) {
        throw new EOFException("the answer ends early");
      }
      left -= n;
    }
  }

  private String readLine() throws IOException {
    int n = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      line[n++] = (byte) c;
    }
    return new String(line, 0, n - 1, StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
