package io.tidewatch.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.DecisionRecord.Replicas;
import io.tidewatch.domain.DecisionRecord.Worth;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A decision as one line of JSON: the only writer and the only reader of that format.
 *
 * <p>{@code event} comes first, so that a line can be known by its beginning; it is also what a log
 * server takes as the message. A point of a forecast is [steps ahead, seconds ahead, expected,
 * lower, upper]. Unknown keys are skipped; what a reader must not miss raises {@link #FORMAT}.
 */
public final class DecisionLine {
  /** The version that is written; a reader knows this one and refuses newer ones. */
  public static final int FORMAT = 1;

  /** What a line may have at most, in bytes. */
  public static final int LONGEST = 1_024;

  /** The event of a line. */
  public static final String SHORT = "decision";

  /** The event of a line that also has the evidence. */
  public static final String FULL = "decision_full";

  /** How every line begins, short or full. */
  public static final String BEGINNING = "{\"event\":\"" + SHORT;

  private static final ObjectReader READER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).reader();

  private DecisionLine() {}

  /**
   * The line of a decision. Long names may leave no room for all of it: then the challenger's
   * forecast is left out, if need be the champion's too; the full record has both.
   */
  public static ObjectNode write(DecisionRecord record) {
    ObjectNode line = writeAll(record);
    for (String optional : List.of("challenger", "forecast")) {
      if (bytes(line) > LONGEST) {
        line.remove(optional);
      }
    }
    return line;
  }

  /** The beginning of a full record, with both forecasts however long it gets. */
  public static ObjectNode writeFull(DecisionRecord record) {
    return writeAll(record).put("event", FULL).put("id", record.id());
  }

  /**
   * Reads a line, short or full.
   *
   * @throws IllegalArgumentException when it is no decision
   * @throws UserException when a newer version of Tidewatch has written it
   */
  public static DecisionRecord read(String line) {
    try {
      return read(READER.readTree(line));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("it is no JSON: " + malformed.getOriginalMessage());
    }
  }

  /** As above, of a line that is parsed already. */
  public static DecisionRecord read(JsonNode node) {
    JsonFields line = new JsonFields(node);
    if (!line.text("event").startsWith(SHORT)) {
      throw new IllegalArgumentException("its event is " + line.text("event"));
    }
    requireKnown(line.whole("format"));
    try {
      return record(line);
    } catch (DateTimeException | UserException unsound) {
      throw new IllegalArgumentException(unsound.getMessage(), unsound);
    }
  }

  private static void requireKnown(long format) {
    if (format > FORMAT) {
      throw new UserException(
          "a decision cannot be read",
          "it has format " + format + ", this version of Tidewatch knows up to " + FORMAT,
          "update Tidewatch where the job runs: the controller is newer");
    }
  }

  private static ObjectNode writeAll(DecisionRecord record) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("event", SHORT).put("level", "info").put("format", FORMAT);
    line.put("controller", record.origin().controller()).put("epoch", record.origin().epoch());
    line.put("sequence", record.sequence()).put("at", record.at().toString());
    line.put("workload", record.workload().toString());
    line.put("mode", record.mode().text()).put("action", record.action().text());
    ObjectNode observed = line.putObject("observed");
    record.observed().demand().ifPresent(demand -> observed.put("demand", demand));
    record.observed().readyReplicas().ifPresent(ready -> observed.put("ready_replicas", ready));
    record.replicas().ifPresent(counts -> write(counts, line.putObject("replicas")));
    line.putObject("worth")
        .put("saved", record.worth().savedPodHours())
        .put("regret", record.worth().regretPodHours())
        .put("dollars", record.worth().savedDollars());
    line.put("trusted", record.trusted());
    record.reasons().forEach(line.putArray("reasons")::add);
    line.put("policy", record.policy());
    record.forecast().ifPresent(said -> write(said, line.putObject("forecast")));
    record.challenger().ifPresent(said -> write(said, line.putObject("challenger")));
    return line;
  }

  private static void write(Replicas counts, ObjectNode into) {
    into.put("before", counts.before()).put("wanted", counts.wanted()).put("hpa", counts.hpa());
  }

  private static void write(Prediction said, ObjectNode into) {
    into.putObject("model")
        .put("name", said.model().name())
        .put("version", said.model().version())
        .put("alias", said.model().alias());
    into.put("made_at", said.madeAt().toString());
    ArrayNode points = into.putArray("points");
    for (ForecastPoint point : said.points()) {
      points
          .addArray()
          .add(point.horizon())
          .add(point.at().getEpochSecond() - said.madeAt().getEpochSecond())
          .add(point.expected())
          .add(point.lower())
          .add(point.upper());
    }
  }

  private static DecisionRecord record(JsonFields line) {
    List<String> reasons = new ArrayList<>();
    line.need("reasons").forEach(reason -> reasons.add(reason.asText()));
    JsonFields worth = line.object("worth");
    return new DecisionRecord(
        new Origin(line.text("controller"), line.whole("epoch")),
        line.whole("sequence"),
        Instant.parse(line.text("at")),
        WorkloadId.parse(line.text("workload")),
        line.spelt("mode", Mode.values(), Mode::text),
        line.spelt("action", Action.values(), Action::text),
        observed(line.object("observed")),
        line.part("replicas").map(DecisionLine::replicas),
        new Worth(worth.number("saved"), worth.number("regret"), worth.number("dollars")),
        line.need("trusted").asBoolean(),
        reasons,
        line.part("forecast").map(DecisionLine::prediction),
        line.part("challenger").map(DecisionLine::prediction),
        line.text("policy"));
  }

  private static Observed observed(JsonFields seen) {
    return new Observed(
        seen.has("demand") ? OptionalDouble.of(seen.number("demand")) : OptionalDouble.empty(),
        seen.has("ready_replicas")
            ? OptionalInt.of(seen.count("ready_replicas"))
            : OptionalInt.empty());
  }

  private static Replicas replicas(JsonFields counts) {
    return new Replicas(counts.count("before"), counts.count("wanted"), counts.count("hpa"));
  }

  private static Prediction prediction(JsonFields said) {
    JsonFields model = said.object("model");
    Instant madeAt = Instant.parse(said.text("made_at"));
    List<ForecastPoint> points = new ArrayList<>();
    said.need("points").forEach(point -> points.add(point(point, madeAt)));
    return new Prediction(
        new Forecast.ModelId(model.text("name"), model.text("version"), model.text("alias")),
        madeAt,
        points);
  }

  private static ForecastPoint point(JsonNode point, Instant madeAt) {
    return new ForecastPoint(
        madeAt.plusSeconds((long) JsonFields.number(point.path(1), "seconds ahead")),
        (int) JsonFields.number(point.path(0), "steps ahead"),
        JsonFields.number(point.path(2), "expected"),
        JsonFields.number(point.path(3), "lower"),
        JsonFields.number(point.path(4), "upper"),
        false);
  }

  private static int bytes(ObjectNode line) {
    return line.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
