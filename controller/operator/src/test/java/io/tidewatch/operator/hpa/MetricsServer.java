package io.tidewatch.operator.hpa;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics APIs, answered by the scenarios.
 *
 * <p>Each answer is held back a little. So a change that a sync makes is always more than one sync
 * interval old when the next one judges it: otherwise milliseconds would decide whether a rate of
 * 15 s still counts it, and no recording could tell.
 */
final class MetricsServer implements AutoCloseable {
  private static final Duration HELD_BACK = Duration.ofMillis(300);
  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:horizontal-pod-autoscaler";
  private static final Pattern RESOURCE =
      Pattern.compile("/apis/metrics\\.k8s\\.io/v1beta1/namespaces/[^/]+/pods");
  private static final Pattern CUSTOM =
      Pattern.compile(
          "/apis/custom\\.metrics\\.k8s\\.io/v1beta2/namespaces/[^/]+/pods/\\*/([^/]+)");
  private static final Pattern SELECTOR = Pattern.compile("labelSelector=app=([^&,]+)");

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, ? extends Answers> scenarios;
  private final Clock clock;

  /** What one HPA is told. */
  interface Answers {
    /** The answer to the next question of this sync; {@code metric} is "pods" for a resource. */
    Answer ask(String metric, Instant now);

    void answered(Instant now);
  }

  /** A status code and a body. */
  record Answer(int code, String body) {}

  MetricsServer(Path folder, Map<String, ? extends Answers> scenarios, Clock clock)
      throws Exception {
    this.scenarios = scenarios;
    this.clock = clock;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(folder)));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher custom = CUSTOM.matcher(path);
    String user = exchange.getRequestHeaders().getFirst("X-Remote-User");
    if (!CONTROLLER.equals(user) || !(custom.matches() || RESOURCE.matcher(path).matches())) {
      send(exchange, MetricsJson.discovery(path));
      return;
    }
    String query =
        URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
    Matcher selector = SELECTOR.matcher(query);
    Answers scenario = selector.find() ? scenarios.get(selector.group(1)) : null;
    if (scenario == null) {
      send(exchange, MetricsJson.discovery("unknown"));
      return;
    }
    Answer answer = scenario.ask(custom.matches() ? custom.group(1) : "pods", clock.instant());
    holdBack();
    send(exchange, answer);
    scenario.answered(clock.instant());
  }

  private static void holdBack() throws IOException {
    try {
      Thread.sleep(HELD_BACK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server is being closed", e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.code(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
