package io.tidewatch.source;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all clients of a process share: the pools of connections, because each holds a thread, and
 * the bounds of calls, because a server feels the sum of them.
 */
final class Connections {
  static final Duration CONNECT = Duration.ofSeconds(5);

  /** Spark makes clients anew in every task; only the process outlives them. */
  static final Connections OF_THIS_PROCESS = new Connections();

  /** A pool, with what the files held that it was made of. */
  private record Pool(TlsFiles.Content content, HttpClient http) {}

  private final HttpClient trustingTheMachine = builder().build();
  private final Map<TlsFiles, Pool> byFiles = new ConcurrentHashMap<>();
  private final Map<String, CallGate> gates = new ConcurrentHashMap<>();

  /**
   * The pool for these files; a new one when what they hold has changed.
   *
   * @throws io.tidewatch.domain.UserException when one of them is of no use
   */
  HttpClient pool(TlsFiles files) {
    if (files.equals(TlsFiles.OF_THE_MACHINE)) {
      return trustingTheMachine;
    }
    TlsFiles.Content content = files.content();
    return byFiles
        .compute(
            files,
            (same, known) ->
                known != null && known.content().equals(content)
                    ? known
                    : new Pool(content, builder().sslContext(content.context()).build()))
        .http();
  }

  /** The bound of calls to a host and port, whatever the path. */
  CallGate gate(URI url) {
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    String server = url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    return gates.computeIfAbsent(server, unseen -> new CallGate());
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
  }
}
