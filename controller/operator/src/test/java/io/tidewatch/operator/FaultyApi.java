package io.tidewatch.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/**
 * Stands before a real API server and lets some requests fail. It speaks plain HTTP/1.1 to its
 * clients, one request a connection; what is upgraded is passed on as it comes.
 */
final class FaultyApi implements AutoCloseable {
  /** What becomes of one request. */
  sealed interface Fault {
    /** An answer that the server never gave; {@code headers} end with a line's end each. */
    record Says(int status, String headers) implements Fault {}

    /** No answer, although the server may have heard the request. */
    record Silence(boolean heard) implements Fault {}

    /** The server hears it twice; the second answer counts. */
    record Twice() implements Fault {}
  }

  private record Rule(String method, Pattern path, Fault fault) {}

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ConcurrentLinkedQueue<Rule> rules = new ConcurrentLinkedQueue<>();
  private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "faulty-api");
            thread.setDaemon(true);
            return thread;
          });
  private final URI server;
  private final SocketFactory sockets;

  private FaultyApi(Config config) throws Exception {
    server = URI.create(config.getMasterUrl());
    sockets = SSLUtils.sslContext(config).getSocketFactory();
    threads.execute(this::welcome);
  }

  /** A proxy of the server that a kubeconfig names. */
  static FaultyApi before(Path kubeconfig) throws Exception {
    return new FaultyApi(Config.fromKubeconfig(kubeconfig.toFile()));
  }

  /** The same kubeconfig, by way of this proxy. */
  Path kubeconfig(Path direct) throws IOException {
    String text = Files.readString(direct);
    String proxied =
        text.replaceAll("server: .*", "server: http://127.0.0.1:" + door.getLocalPort())
            .replaceAll("(?m)^\\s*certificate-authority(-data)?: .*\\R", "");
    return Files.writeString(direct.resolveSibling("kubeconfig-faulty"), proxied);
  }

  /** The next request of this kind fails like this, once. */
  FaultyApi next(String method, String path, Fault fault) {
    rules.add(new Rule(method, Pattern.compile(path), fault));
    return this;
  }

  /** Faults that nothing has met yet. */
  int left() {
    return rules.size();
  }

  /** Cuts every watch that is open. */
  int cutWatches() {
    int cut = watches.size();
    watches.forEach(FaultyApi::close);
    return cut;
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      String[] line = head.substring(0, head.indexOf('\r')).split(" ");
      byte[] body = client.getInputStream().readNBytes(length(head));
      Fault fault = fault(line[0], line[1]);
      if (fault instanceof Fault.Says says) {
        say(client, says);
        return;
      }
      if (fault instanceof Fault.Twice) {
        forget(head, body);
      }
      if (fault instanceof Fault.Silence silence) {
        if (silence.heard()) {
          forget(head, body);
        }
        client.getInputStream().read(); // until the client has had enough
        return;
      }
      boolean watch = line[1].contains("watch=true");
      pass(client, head, body, watch);
    } catch (IOException cut) {
      // that is what this class is for
    }
  }

  private Fault fault(String method, String path) {
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (rule.method().equals(method) && rule.path().matcher(path).find() && rules.remove(rule)) {
        return rule.fault();
      }
    }
    return null;
  }

  private static void say(Socket client, Fault.Says says) throws IOException {
    String body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,"
                .formatted(says.status())
            + "\"message\":\"so the test wants\"}";
    String answer =
        "HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n"
                .formatted(says.status(), says.headers(), body.length())
            + "Connection: close\r\n\r\n"
            + body;
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private Socket upstream() throws IOException {
    return sockets.createSocket(server.getHost(), server.getPort());
  }

  private void forget(String head, byte[] body) throws IOException {
    try (Socket up = upstream()) {
      send(up.getOutputStream(), head, body);
      up.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private void pass(Socket client, String head, byte[] body, boolean watch) throws IOException {
    try (Socket up = upstream()) {
      send(up.getOutputStream(), head, body);
      if (watch) {
        watches.add(client);
        threads.execute(() -> pipe(client, up));
      }
      pipe(up, client);
    } finally {
      watches.remove(client);
    }
  }

  private static void send(OutputStream to, String head, byte[] body) throws IOException {
    boolean upgrade = head.toLowerCase().contains("upgrade: websocket");
    String one =
        upgrade
            ? head
            : head.replaceAll("(?im)^connection:.*\\R", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    to.write(one.getBytes(StandardCharsets.ISO_8859_1));
    to.write(body);
    to.flush();
  }

  private static void pipe(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] some = new byte[8192];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        out.write(some, 0, read);
        out.flush();
      }
    } catch (IOException cut) {
      // either side has gone
    }
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // then it is closed
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) {
    var found = Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @Override
  public void close() throws IOException {
    door.close();
    cutWatches();
    threads.shutdownNow();
  }
}
