package io.tidewatch.serving.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Sends requests to one server for a bounded time. */
final class LoadGenerator {
  private final URI server;
  private final byte[][] requests;
  private final int connections;

  /** A generator that goes through the requests over and over. */
  LoadGenerator(URI server, byte[][] requests, int connections) {
    this.server = server;
    this.requests = requests;
    this.connections = connections;
  }

  /**
   * What one run has seen.
   *
   * @param latencies in nanoseconds, sorted
   * @param cpuSeconds of the whole process, both ends of the connections included
   */
  record Result(long[] latencies, int errors, double seconds, double cpuSeconds) {
    double cpuMicrosPerRequest() {
      return cpuSeconds * 1e6 / latencies.length;
    }

    double rate() {
      return latencies.length / seconds;
    }

    double percentileMillis(double p) {
      int rank = (int) Math.ceil(p * latencies.length) - 1;
      return latencies.length == 0 ? 0 : latencies[Math.max(0, rank)] / 1e6;
    }

    double slowestMillis() {
      return percentileMillis(1);
    }
  }

  /** Every connection sends its next request as soon as it has the answer. */
  Result asFastAsPossible(Duration time) {
    return run(time, 0);
  }

  /**
   * So many requests a second whatever the server does; latencies count from the moment a request
   * was due, so that a stall is charged to every request it delays.
   */
  Result at(double rate, Duration time) {
    return run(time, rate);
  }

  private Result run(Duration time, double rate) {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime() + Duration.ofMillis(20).toNanos();
      long cpu = cpuNanos();
      List<Callable<Part>> parts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int index = i;
        parts.add(() -> part(index, start, start + time.toNanos(), rate));
      }
      List<Part> done = new ArrayList<>();
      for (Future<Part> part : threads.invokeAll(parts)) {
        done.add(part.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] all =
          done.stream().flatMapToLong(p -> Arrays.stream(p.latencies())).sorted().toArray();
      return new Result(
          all, done.stream().mapToInt(Part::errors).sum(), seconds, (cpuNanos() - cpu) / 1e9);
    } catch (InterruptedException | ExecutionException broken) {
      throw new IllegalStateException("the load could not be sent", broken);
    } finally {
      threads.shutdownNow();
    }
  }

  private record Part(long[] latencies, int errors) {}

  private Part part(int index, long start, long end, double rate) throws IOException {
    long[] latencies = new long[1024];
    int n = 0;
    int errors = 0;
    double interval = rate > 0 ? 1e9 * connections / rate : 0;
    try (HttpConnection connection = new HttpConnection(server)) {
      while (true) {
        long due = rate > 0 ? start + (long) (interval * (n + (double) index / connections)) : 0;
        long now = await(due);
        if (Math.max(due, now) >= end) {
          return new Part(Arrays.copyOf(latencies, n), errors);
        }
        int status = connection.exchange(requests[(index + n * connections) % requests.length]);
        errors += status == 200 ? 0 : 1;
        if (n == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * n);
        }
        latencies[n++] = System.nanoTime() - (rate > 0 ? due : now);
      }
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static long await(long due) {
    long now = System.nanoTime();
    while (due > 0 && now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    return now;
  }
}
