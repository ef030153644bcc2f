package io.tidewatch.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;

/** Measures the resident memory of this process and all its descendants, twice a second. */
final class MemoryWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;
  private static final double KIB_PER_MIB = 1_024;

  private final Timer timer = new Timer("tidewatch-memory", true);
  private double peakMib;

  MemoryWatch() {
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            sample();
          }
        },
        0,
        PERIOD_MILLIS);
  }

  /** The largest sum so far, in MiB; pages that processes share count for each of them. */
  synchronized double peakMib() {
    return peakMib;
  }

  @Override
  public void close() {
    timer.cancel();
  }

  private void sample() {
    ProcessHandle self = ProcessHandle.current();
    double sum =
        Stream.concat(Stream.of(self), self.descendants())
            .mapToDouble(process -> residentMib(process.pid()))
            .sum();
    synchronized (this) {
      peakMib = Math.max(peakMib, sum);
    }
  }

  private static double residentMib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
          .sum();
    } catch (IOException | java.io.UncheckedIOException ended) {
      // It has ended meanwhile, or this is no Linux: nothing to add.
      return 0;
    }
  }
}
