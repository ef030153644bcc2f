package io.tidewatch.serving.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The load on both servers.
 *
 * @param time length of one measurement
 */
record BenchLoad(
    LoadGenerator none, LoadGenerator get, LoadGenerator post, PausableClock clock, Duration time) {
  static final int BATCH = 100;
  private static final int CONNECTIONS = 8;
  private static final double CALM = 0.3;
  private static final Duration SWAP_EVERY = Duration.ofSeconds(1);

  static BenchLoad on(URI ours, URI empty, int workloads, PausableClock clock, Duration time) {
    return new BenchLoad(
        new LoadGenerator(empty, gets("/empty", workloads), CONNECTIONS),
        new LoadGenerator(ours, gets("/predict/traffic", workloads), CONNECTIONS),
        new LoadGenerator(ours, posts(workloads), CONNECTIONS),
        clock,
        time);
  }

  void warmUp() {
    none.asFastAsPossible(time);
    get.asFastAsPossible(time);
    post.asFastAsPossible(time);
  }

  /** The empty handler is measured while no step passes: its machine does nothing else. */
  BenchReport.Round round() {
    clock.pause();
    LoadGenerator.Result peak = none.asFastAsPossible(time);
    LoadGenerator.Result calmPeak = none.at(calm(peak.rate()), time);
    clock.resume();
    return new BenchReport.Round(
        peak,
        get.asFastAsPossible(time),
        calmPeak,
        get.at(calm(peak.rate()), time),
        post.asFastAsPossible(time));
  }

  static double calm(double peak) {
    return CALM * peak;
  }

  /** The same load twice as long, first in peace and then with a swap every second. */
  BenchReport.Swap swap(LoadGenerator load, double rate, Runnable swap) {
    LoadGenerator.Result before = load.at(rate, time.multipliedBy(2));
    Thread swapping = new Thread(() -> repeat(swap), "swaps");
    swapping.setDaemon(true);
    swapping.start();
    LoadGenerator.Result during = load.at(rate, time.multipliedBy(2));
    swapping.interrupt();
    join(swapping);
    return new BenchReport.Swap(before, during);
  }

  /** Moves the alias and has the server look. */
  static void promote(URI ours, FolderModelSource models) {
    models.promote();
    HttpRequest refresh =
        HttpRequest.newBuilder(ours.resolve("/models/refresh"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      int status =
          HttpClient.newHttpClient()
              .send(refresh, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        System.err.println("bench serving: a swap was refused with status " + status);
      }
    } catch (IOException broken) {
      throw new IllegalStateException("the refresh was not answered", broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the swaps are over", ended);
    }
  }

  private static void repeat(Runnable swap) {
    try {
      while (true) {
        swap.run();
        Thread.sleep(SWAP_EVERY.toMillis());
      }
    } catch (InterruptedException | IllegalStateException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[][] gets(String path, int workloads) {
    return IntStream.range(0, workloads)
        .mapToObj(i -> HttpConnection.get(path + "?workload=bench/w" + i))
        .toArray(byte[][]::new);
  }

  private static byte[][] posts(int workloads) {
    return IntStream.rangeClosed(0, (workloads - 1) / BATCH)
        .mapToObj(
            batch -> {
              Stream<String> names =
                  IntStream.range(batch * BATCH, Math.min(workloads, (batch + 1) * BATCH))
                      .mapToObj(i -> "\"bench/w" + i + "\"");
              String body = "{\"workloads\":[" + String.join(",", names.toList()) + "]}";
              return HttpConnection.post("/predict/traffic", body);
            })
        .toArray(byte[][]::new);
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
