package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallsAtOnceTest {
  private static final String ANSWER =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch two = new CountDownLatch(2);
  private final CountDownLatch open = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            two.countDown();
            await(open);
            inside.decrementAndGet();
            byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    open.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void all_clients_of_one_server_share_its_bound_whatever_their_path() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      PrometheusClient client = client("/prefix" + i, Duration.ofSeconds(30));
      calls.add(threads.submit(() -> client.instant("up", Instant.EPOCH)));
    }
    await(two);
    open.countDown();
    for (Future<?> call : calls) {
      call.get();
    }
    assertEquals(2, most.get());
  }

  @Test
  void who_waits_longer_than_a_call_may_take_is_told_why() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      PrometheusClient slow = client("", Duration.ofSeconds(30));
      calls.add(threads.submit(() -> slow.instant("up", Instant.EPOCH)));
    }
    await(two);
    PrometheusClient hasty = client("", Duration.ofSeconds(1));
    UserException late =
        assertThrows(UserException.class, () -> hasty.instant("up", Instant.EPOCH));
    assertTrue(late.reason().contains("of the 2 at once"), late.reason());
    open.countDown();
    for (Future<?> call : calls) {
      call.get();
    }
  }

  private PrometheusClient client(String prefix, Duration timeout) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
    ApiAccess access = ApiAccess.open().withTimeout(timeout).withCallsAtOnce(2);
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    return new PrometheusClient(PrometheusEndpoint.of(url).with(access), once);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "nothing came");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
