package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidewatch.local.ContinuousIngest;
import io.tidewatch.local.Steps;
import io.tidewatch.local.report.Decisions;
import io.tidewatch.local.report.Numbers;
import io.tidewatch.local.report.ResultFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Watches the controller decide. */
final class LivePart {
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int MOST = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI decisions;
  private final Steps steps;
  private final ContinuousIngest ingest;

  LivePart(URI controller, Steps steps, ContinuousIngest ingest) {
    this.ingest = ingest;
    this.decisions = controller.resolve("/decisions?limit=" + MOST);
    this.steps = steps;
  }

  /** Looks on for a while and returns what was decided. */
  Decisions watch(int seconds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    Decisions newest = Decisions.of(ask());
    for (int turn = 0; System.nanoTime() < end; turn++) {
      Thread.sleep(PAUSE.toMillis());
      newest = Decisions.of(ask());
      if (newest.count() > 0) {
        show(newest, turn % newest.latest().size(), (end - System.nanoTime()) / 1_000_000_000);
      }
    }
    return newest;
  }

  private void show(Decisions decisions, int which, long left) {
    Decisions.Line line = decisions.latest().get(which);
    steps.detail(
        "%d decisions, %s rows landed, %d s to go; %s needs %s pods for a demand of %s (HPA: %s), %s"
            .formatted(
                decisions.count(),
                Numbers.grouped(ingest.news().metrics() + ingest.news().logLines()),
                Math.max(0, left),
                line.workload(),
                line.wanted(),
                line.demand(),
                line.hpa(),
                line.trusted() ? "forecast trusted" : "forecast not trusted"));
  }

  private JsonNode ask() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(decisions).timeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? ResultFile.parse(answer.body())
          : MissingNode.getInstance();
    } catch (IOException notNow) {
      // Asked again in three seconds; a controller that is gone shows as too few decisions.
      return MissingNode.getInstance();
    }
  }
}
