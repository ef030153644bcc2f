package io.tidewatch.demo.backend.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.demo.backend.admission.Admission;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What this process tells Prometheus. */
public final class ApiMetrics {
  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests;
  private final Histogram durations;
  private final Gauge inFlight;

  /** Registers every metric. */
  public ApiMetrics(Admission admission) {
    requests =
        Counter.builder()
            .name("http_requests_total")
            .help("Requests answered")
            .labelNames("method", "route", "code")
            .register(registry);
    // From the first scrape on: a pod that nobody has asked yet serves 0 a second, not an unknown
    // number.
    requests.initLabelValues("GET", "/api/data", "200");
    durations =
        Histogram.builder()
            .name("http_request_duration_seconds")
            .help("Time from the request's first byte to the answer's last, waiting included")
            .labelNames("method", "route")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);
    inFlight =
        Gauge.builder()
            .name("http_requests_in_flight")
            .help("Requests that are not answered yet, waiting ones included")
            .register(registry);
    GaugeWithCallback.builder()
        .name("admission_queue_length")
        .help("Requests that wait to be admitted")
        .callback(callback -> callback.call(admission.waiting()))
        .register(registry);
    registerJvm();
  }

  /**
   * All but native memory, which would start the JVM's diagnostic commands: a start must be short.
   */
  private void registerJvm() {
    JvmThreadsMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryPoolAllocationMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Notes that a request came. */
  public void began() {
    inFlight.inc();
  }

  /** Notes how a request ended. */
  public void ended(String method, String route, int code, long nanos) {
    inFlight.dec();
    requests.labelValues(method, route, Integer.toString(code)).inc();
    durations.labelValues(method, route).observe(nanos / NANOS_PER_SECOND);
  }

  /** Everything in Prometheus' text format. */
  public byte[] exposition() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
    try {
      WRITER.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("metrics cannot be written into memory", e);
    }
    return out.toByteArray();
  }

  /** The media type of {@link #exposition()}. */
  public static String contentType() {
    return WRITER.getContentType();
  }
}
