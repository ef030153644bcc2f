package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.domain.WorkloadId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads one forecast of serving's REST answer; what is not a sound forecast is none. */
final class ForecastJson {
  private ForecastJson() {}

  static ForecastAnswer read(JsonNode node) {
    try {
      WorkloadId workload = WorkloadId.parse(text(node, "workload"));
      return ForecastAnswer.of(forecast(workload, node), heldOut(node.path("held_out")))
          .withChallenger(challenger(workload, node.path("challenger")));
    } catch (IllegalArgumentException | DateTimeException unsound) {
      return ForecastAnswer.missing(
          Why.forecastInvalid("serving's forecast is not sound: " + unsound.getMessage()));
    }
  }

  private static Forecast forecast(WorkloadId workload, JsonNode node) {
    List<ForecastPoint> points = points(node);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("it has no points");
    }
    return new Forecast(
        workload,
        model(node.path("model")),
        Instant.parse(text(node, "feature_time")),
        number(node, "level"),
        points,
        peak(node.path("peak")));
  }

  // It decides nothing, so one that is not sound costs no decision.
  private static Optional<Forecast> challenger(WorkloadId workload, JsonNode node) {
    try {
      return node.isObject() ? Optional.of(forecast(workload, node)) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException unsound) {
      return Optional.empty();
    }
  }

  private static Forecast.ModelId model(JsonNode node) {
    return new Forecast.ModelId(text(node, "name"), text(node, "version"), text(node, "alias"));
  }

  private static List<ForecastPoint> points(JsonNode node) {
    List<ForecastPoint> points = new ArrayList<>();
    node.path("points").forEach(point -> points.add(point(point)));
    return points;
  }

  private static ForecastPoint point(JsonNode node) {
    return new ForecastPoint(
        Instant.parse(text(node, "ds")),
        whole(node, "horizon"),
        number(node, "yhat"),
        number(node, "yhat_lower"),
        number(node, "yhat_upper"),
        node.path("interpolated").asBoolean());
  }

  private static PeakDistribution peak(JsonNode node) {
    double[] quantiles =
        StreamSupport.stream(node.path("quantiles").spliterator(), false)
            .mapToDouble(value -> number(value, "peak.quantiles"))
            .toArray();
    return new PeakDistribution(whole(node, "steps"), quantiles);
  }

  private static List<HeldOutError> heldOut(JsonNode node) {
    List<HeldOutError> errors = new ArrayList<>();
    node.forEach(error -> errors.add(heldOutError(error)));
    return errors;
  }

  private static HeldOutError heldOutError(JsonNode node) {
    return new HeldOutError(
        whole(node, "horizon"),
        number(node, "wape"),
        number(node, "lastValueWape"),
        number(node, "seasonalNaiveWape"),
        number(node, "coverage90"),
        number(node, "width90"),
        whole(node, "origins"));
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    // Versions are numbers in some registries.
    if (!value.isValueNode() || value.isNull()) {
      throw new IllegalArgumentException("the key " + key + " is missing");
    }
    return value.asText();
  }

  private static int whole(JsonNode node, String key) {
    return (int) number(node, key);
  }

  private static double number(JsonNode node, String key) {
    JsonNode value = node.isObject() ? node.path(key) : node;
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IllegalArgumentException("the key " + key + " is no finite number");
    }
    return value.asDouble();
  }
}
