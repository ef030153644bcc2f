package io.tidewatch.operator.size;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.size.Need;
import io.tidewatch.policy.size.Needs;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.RightSize;
import io.tidewatch.source.ApiCall;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Asks serving at {@code POST /optimize/resources}; one try, because the next look asks again. */
final class SizeClient implements SizeSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHOLE_POD = "*";

  private final ApiCall serving;
  private final Duration timeout;

  SizeClient(ApiCall serving, Duration timeout) {
    this.serving = serving.at("/optimize/resources");
    this.timeout = timeout;
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

  static Said read(WorkloadId workload, JsonNode answer) {
    if (!workload.toString().equals(answer.path("workload").asText())) {
      return Said.nothing("serving speaks of another workload: " + answer.path("workload"));
    }
    try {
      for (JsonNode size : answer.path("sizes")) {
        if (size.path("container").asText().equals(WHOLE_POD)) {
          return new Said(Optional.of(rightSize(size)), seenUntil(answer), Optional.empty());
        }
      }
    } catch (IllegalArgumentException | DateTimeParseException foreign) {
      return Said.nothing("serving's answer makes no sense: " + foreign.getMessage());
    }
    return Said.nothing("serving says nothing of its size");
  }

  private static Optional<Instant> seenUntil(JsonNode answer) {
    JsonNode until = answer.path("seen_until");
    return until.isTextual() ? Optional.of(Instant.parse(until.asText())) : Optional.empty();
  }

  private static RightSize rightSize(JsonNode size) {
    List<String> notes = new ArrayList<>();
    size.path("notes").forEach(note -> notes.add(note.asText()));
    return new RightSize(
        new Needs(need("cpu", size), need("memory", size)),
        resources(size.path("current")),
        resources(size.path("recommended")),
        notes);
  }

  private static Need need(String resource, JsonNode size) {
    JsonNode need = size.path("needs").path(resource);
    if (!need.isObject()) {
      String why = size.path("not_enough_data").path(resource).asText("nothing is known of it");
      return new Need.Unknown(why);
    }
    return new Need.Estimate(
        number(need, "target").orElse(0),
        number(need, "lower").orElse(0),
        number(need, "upper").orElse(0),
        number(need, "observed").orElse(0),
        number(need, "days").orElse(0),
        need.path("samples").asInt());
  }

  private static Optional<Resources> resources(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resources(
            number(node, "cpu_request"),
            number(node, "cpu_limit"),
            number(node, "memory_request"),
            number(node, "memory_limit")));
  }

  private static OptionalDouble number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
