package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.ForecastPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One decision of the controller about our side.
 *
 * @param floor that it asks for, if the record has its evidence
 * @param words its reasons in sentences, or their codes if the record is a short one
 */
record OurDecision(DecisionRecord record, OptionalInt floor, List<String> words) {
  OurDecision {
    words = List.copyOf(words);
  }

  /** Those of an answer of {@code GET /decisions}; what cannot be read is left out. */
  static List<OurDecision> of(JsonNode answer) {
    List<OurDecision> all = new ArrayList<>();
    for (JsonNode node : answer.path("decisions")) {
      try {
        all.add(one(node));
      } catch (IllegalArgumentException foreign) {
        // One record of another version must not end a demo.
        continue;
      }
    }
    return all;
  }

  private static OurDecision one(JsonNode node) {
    DecisionRecord record = DecisionLine.read(node);
    JsonNode outcome = node.path("evidence").path("outcome");
    List<String> words = new ArrayList<>();
    outcome.path("reasons").forEach(reason -> words.add(reason.path("text").asText()));
    JsonNode floor = outcome.path("floor");
    return new OurDecision(
        record,
        floor.isInt() ? OptionalInt.of(floor.asInt()) : OptionalInt.empty(),
        words.isEmpty() ? record.reasons() : words);
  }

  /** Whether it wants another count than before, or has its reasons in words. */
  boolean isTold() {
    return record.action() != DecisionRecord.Action.NO_ACTION;
  }

  /** The nearest forecast, as people read it. */
  Optional<String> forecast() {
    return record
        .forecast()
        .flatMap(said -> said.points().stream().findFirst())
        .map(OurDecision::text);
  }

  private static String text(ForecastPoint point) {
    return "%.1f (%.1f to %.1f) %d min ahead"
        .formatted(point.expected(), point.lower(), point.upper(), point.horizon());
  }
}
