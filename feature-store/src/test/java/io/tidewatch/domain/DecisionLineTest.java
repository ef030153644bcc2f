package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.DecisionRecord.Prediction;
import io.tidewatch.domain.DecisionRecord.Replicas;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.log.LineParser;
import io.tidewatch.log.LogLevel;
import io.tidewatch.log.LogLine;
import io.tidewatch.log.Masking;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionLineTest {
  private static final Instant AT = Instant.parse("2026-11-24T00:00:30.123Z");

  @Property(tries = 300)
  void what_is_written_reads_back_as_it_was(@ForAll("decisions") DecisionRecord decision) {
    assertEquals(decision, DecisionLine.read(DecisionLine.writeFull(decision).toString()));
    DecisionRecord shortened = DecisionLine.read(DecisionLine.write(decision).toString());
    assertEquals(decision.sequence(), shortened.sequence());
    assertEquals(decision.replicas(), shortened.replicas());
  }

  @Property(tries = 300)
  void no_line_is_longer_than_a_kib_and_all_begin_alike(
      @ForAll("decisions") DecisionRecord decision) {
    ObjectNode line = DecisionLine.write(decision);
    assertTrue(bytes(line) <= DecisionLine.LONGEST, line::toString);
    assertTrue(line.toString().startsWith(DecisionLine.BEGINNING));
    assertTrue(DecisionLine.writeFull(decision).toString().startsWith(DecisionLine.BEGINNING));
  }

  @Property(tries = 300)
  void the_masks_of_the_logs_leave_a_line_as_it_is(@ForAll("decisions") DecisionRecord decision) {
    String line = DecisionLine.write(decision).toString();
    assertEquals(line, Masking.standard().mask(line));
  }

  @Test
  void the_longest_names_of_a_deployment_leave_room_for_the_champions_forecast() {
    String longest = "n".repeat(63) + "/" + "w".repeat(253);
    DecisionRecord read = DecisionLine.read(DecisionLine.write(full(longest)).toString());
    assertEquals(full(longest).forecast(), read.forecast());
    assertEquals(Optional.empty(), read.challenger());
  }

  @Test
  void usual_names_leave_room_for_both_forecasts_with_every_number_at_its_longest() {
    String usual = "n".repeat(40) + "/" + "w".repeat(60);
    assertEquals(full(usual), DecisionLine.read(DecisionLine.write(full(usual)).toString()));
  }

  @Test
  void a_log_server_takes_the_event_as_message_and_knows_the_level() {
    String line = DecisionLine.write(full("shop/web")).toString();
    var parsed = new LineParser().parse(new LogLine(Map.of(), 0, line));
    assertEquals("decision", parsed.message());
    assertEquals(LogLevel.INFO, parsed.level());
  }

  @Test
  void a_line_of_a_newer_format_is_refused_by_its_number() {
    String newer =
        DecisionLine.write(full("shop/web")).put("format", DecisionLine.FORMAT + 1).toString();
    UserException refused = assertThrows(UserException.class, () -> DecisionLine.read(newer));
    assertTrue(refused.reason().contains("format " + (DecisionLine.FORMAT + 1)));
  }

  @Test
  void a_key_that_is_not_known_is_skipped() {
    DecisionRecord decision = full("shop/web");
    ObjectNode line = DecisionLine.write(decision).put("colour", "blue");
    assertEquals(decision, DecisionLine.read(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"event\":\"decision\"",
        "{\"event\":\"decision\"}",
        "{\"event\":\"decision\",\"format\":1}",
        "{\"event\":\"decision\",\"format\":\"one\"}",
        "{\"event\":\"started\",\"format\":1}"
      })
  void what_is_no_decision_is_malformed(String text) {
    assertThrows(IllegalArgumentException.class, () -> DecisionLine.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"controller", "epoch", "sequence", "at", "workload", "mode", "worth", "reasons"})
  void a_line_without_one_of_its_keys_is_malformed(String key) {
    ObjectNode line = DecisionLine.write(full("shop/web"));
    line.remove(key);
    assertThrows(IllegalArgumentException.class, () -> DecisionLine.read(line));
  }

  @Property(tries = 200)
  void a_line_that_was_cut_anywhere_is_malformed_and_nothing_worse(@ForAll("cuts") int length) {
    String line = DecisionLine.write(full("shop/web")).toString();
    String cut = line.substring(0, length % line.length());
    assertThrows(IllegalArgumentException.class, () -> DecisionLine.read(cut));
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, 2_000);
  }

  @Provide
  Arbitrary<DecisionRecord> decisions() {
    Arbitrary<String> name =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(253);
    Arbitrary<String> kind =
        Arbitraries.of("Deployment", "StatefulSet", "K".repeat(63)).map(word -> "/" + word + "/");
    Arbitrary<String> workload =
        Combinators.combine(name.map(text -> text.substring(0, Math.min(63, text.length()))), kind)
            .as((namespace, middle) -> namespace + middle);
    Arbitrary<Optional<Prediction>> said = predictions("champion").optional();
    Arbitrary<Optional<Prediction>> doubted = predictions("challenger").optional();
    return Combinators.combine(
            workload,
            name,
            Arbitraries.longs().between(1, 999_999_999_999L),
            Arbitraries.integers().between(0, 9_999).optional(),
            Arbitraries.of(Action.values()),
            said,
            doubted)
        .as(
            (start, end, sequence, pods, action, champion, challenger) ->
                decision(start + end, sequence, pods, action, champion, challenger));
  }

  private static Arbitrary<Prediction> predictions(String alias) {
    return Arbitraries.integers()
        .between(0, 999_999)
        .map(demand -> prediction(alias, demand / 1_000.0));
  }

  private static DecisionRecord full(String workload) {
    return decision(
        workload,
        123_456_789,
        Optional.of(1_000),
        Action.SCALE_DOWN,
        Optional.of(prediction("champion", 123.456)),
        Optional.of(prediction("challenger", 123.456)));
  }

  private static DecisionRecord decision(
      String workload,
      long sequence,
      Optional<Integer> pods,
      Action action,
      Optional<Prediction> champion,
      Optional<Prediction> challenger) {
    return new DecisionRecord(
        new Origin("kqzwmbtd", 1_764_235_200),
        sequence,
        AT,
        WorkloadId.parse(workload),
        Mode.RECOMMEND,
        action,
        new Observed(
            pods.isPresent() ? OptionalDouble.of(pods.get() + 0.457) : OptionalDouble.empty(),
            pods.isPresent() ? OptionalInt.of(pods.get()) : OptionalInt.empty()),
        pods.map(count -> new Replicas(count, count + 1, count)),
        new Worth(-123_457, 3.33333E-6, 12_345.7),
        true,
        List.of("ServingTimeout", "StabilisedDown", "Trusted", "Predicted"),
        champion,
        challenger,
        "1");
  }

  private static Prediction prediction(String alias, double demand) {
    Instant madeAt = Instant.parse("2026-11-24T00:00:00Z");
    List<ForecastPoint> points = new ArrayList<>();
    for (int horizon : List.of(5, 10, 15)) {
      points.add(
          new ForecastPoint(
              madeAt.plusSeconds(60L * horizon),
              horizon,
              demand,
              Math.floor(demand),
              Math.ceil(demand) + 0.375,
              false));
    }
    return new Prediction(new Forecast.ModelId("forecast", "123", alias), madeAt, points);
  }

  private static int bytes(ObjectNode line) {
    return line.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
