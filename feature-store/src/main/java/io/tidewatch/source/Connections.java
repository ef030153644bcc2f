package io.tidewatch.source;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all clients of a process share: the pools of connections, because each holds a thread, and
 * the bounds of calls, because a server feels the sum of them.
 */
final class Connections {
  static final Duration CONNECT = Duration.ofSeconds(5);

  /** Spark makes clients anew in every task; only the process outlives them. */
  static final Connections OF_THIS_PROCESS = new Connections();

  /** A pool that trusts the authorities of a file, with the bytes it was made of. */
  private record Pool(byte[] pem, HttpClient http) {}

  private final HttpClient trustingTheMachine = builder().build();
  private final Map<Path, Pool> trustingFiles = new ConcurrentHashMap<>();
  private final Map<String, CallGate> gates = new ConcurrentHashMap<>();

  /** The pool for a file of authorities; a new one when its bytes have changed. */
  HttpClient pool(Optional<Path> caFile) {
    return caFile.map(this::trusting).orElse(trustingTheMachine);
  }

  private HttpClient trusting(Path file) {
    byte[] pem = TrustedCas.read(file);
    return trustingFiles
        .compute(
            file.toAbsolutePath().normalize(),
            (path, known) ->
                known != null && Arrays.equals(known.pem(), pem)
                    ? known
                    : new Pool(pem, builder().sslContext(TrustedCas.context(file, pem)).build()))
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
