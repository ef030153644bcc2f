package io.tidewatch.spark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Where generated series are served, seen from the process that reads them. */
record GeneratedSource(GeneratedSeries data, URI url) {
  /** Processor time that the server's process has used. */
  long serverCpuNanos() {
    try {
      HttpRequest request = HttpRequest.newBuilder(url.resolve("/cpu")).build();
      HttpClient http = HttpClient.newHttpClient();
      return Long.parseLong(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException away) {
      throw new UncheckedIOException("the server of generated series is away", away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while asking for the server's cost", interrupted);
    }
  }
}
