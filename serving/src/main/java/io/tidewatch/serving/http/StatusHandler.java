package io.tidewatch.serving.http;

import io.javalin.http.Context;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Says how the server is, and what it can do. */
final class StatusHandler {
  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private final AnswerBook book;
  private final PrometheusRegistry registry;
  private final String openApi;
  private final String docs;

  StatusHandler(AnswerBook book, PrometheusRegistry registry) {
    this.book = book;
    this.registry = registry;
    this.openApi = resource("/openapi.yaml");
    this.docs = DocsPage.html(openApi);
  }

  /** {@code GET /healthz}: the process answers. */
  void health(Context ctx) {
    ctx.contentType("application/json").result("{\"status\":\"up\"}");
  }

  /** {@code GET /readyz}: at least one workload has a forecast. */
  void ready(Context ctx) {
    book.unready()
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    ctx.contentType("application/json").result("{\"status\":\"ready\"}");
  }

  /** {@code GET /metrics} in Prometheus' text format. */
  void metrics(Context ctx) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    WRITER.write(text, registry.scrape());
    ctx.contentType(WRITER.getContentType()).result(text.toByteArray());
  }

  /** {@code GET /openapi.yaml}. */
  void openApi(Context ctx) {
    ctx.contentType("application/yaml").result(openApi);
  }

  /** {@code GET /docs}. */
  void docs(Context ctx) {
    ctx.html(docs);
  }

  private static String resource(String name) {
    try (InputStream in = StatusHandler.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new IllegalStateException("the jar is damaged: " + name, damaged);
    }
  }
}
