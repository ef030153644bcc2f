package io.tidewatch.operator.heal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.Severity;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.heal.Strangeness;
import io.tidewatch.source.ApiCall;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks serving about one workload; one try, because the next step asks again. */
final class AnomalyClient implements AnomalySource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiCall serving;
  private final Duration timeout;
  private final Duration stale;

  /**
   * @param stale how old the step may be that an answer speaks of (wall time)
   */
  AnomalyClient(ApiCall serving, Duration timeout, Duration stale) {
    this.serving = serving.at("/detect/anomaly");
    this.timeout = timeout;
    this.stale = stale;
  }

  @Override
  public Said about(WorkloadId workload) {
    try {
      HttpResponse<String> response = serving.send(request(workload));
      JsonNode body = JSON.readTree(response.body());
      return response.statusCode() == 200
          ? read(workload, body)
          : Said.nothing(
              "serving answers with status "
                  + response.statusCode()
                  + ": "
                  + body.path("detail").asText(body.path("title").asText("")));
    } catch (JsonProcessingException foreign) {
      return Said.nothing("serving's answer is not JSON: " + foreign.getOriginalMessage());
    } catch (UserException mistake) {
      return Said.nothing(mistake.problem() + ": " + mistake.reason() + "; " + mistake.remedy());
    } catch (IOException down) {
      return Said.nothing("serving cannot be asked: " + down);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Said.nothing("the controller is stopping");
    }
  }

  private HttpRequest.Builder request(WorkloadId workload) {
    String body = JSON.createObjectNode().put("workload", workload.toString()).toString();
    return HttpRequest.newBuilder(serving.url())
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private Said read(WorkloadId workload, JsonNode answer) {
    if (!workload.toString().equals(answer.path("workload").asText())) {
      return Said.nothing("serving speaks of another workload: " + answer.path("workload"));
    }
    JsonNode age = answer.path("staleness_seconds");
    if (!age.isNumber() || age.asLong() > stale.toSeconds()) {
      return Said.nothing("serving speaks of a step that is " + age + " seconds old");
    }
    Map<String, Strangeness> pods = new HashMap<>();
    try {
      for (JsonNode pod : answer.path("pods")) {
        pods.put(pod.path("pod").asText(), strangeness(pod));
      }
    } catch (IllegalArgumentException foreign) {
      return Said.nothing("serving's answer makes no sense: " + foreign.getMessage());
    }
    return new Said(pods, Optional.empty());
  }

  private static Strangeness strangeness(JsonNode pod) {
    JsonNode score = pod.path("anomaly_score");
    JsonNode anomalous = pod.path("is_anomaly");
    if (!score.isNumber() || !anomalous.isBoolean()) {
      throw new IllegalArgumentException("a pod without a score or a judgement");
    }
    List<Strangeness.Attributed> attribution = new ArrayList<>();
    for (JsonNode each : pod.path("attribution")) {
      attribution.add(
          new Strangeness.Attributed(
              each.path("feature").asText(),
              each.path("direction").asText().equals("high"),
              each.path("doublings").asDouble()));
    }
    String severity = pod.path("severity").asText().toUpperCase(Locale.ROOT);
    return new Strangeness(
        score.asDouble(), anomalous.asBoolean(), Severity.valueOf(severity), attribution);
  }
}
