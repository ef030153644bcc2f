package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.CatalogueFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final String LONGEST_NAMES = "n".repeat(63) + "/" + "w".repeat(253);

  @TempDir Path directory;

  @Test
  void a_line_stays_within_1_kib_and_a_full_record_within_8() throws IOException {
    for (String name : List.of("shop/web", LONGEST_NAMES)) {
      List<String> lines = write(decided(name));
      assertEquals(2, lines.size());
      assertTrue(bytes(lines.get(0)) <= 1_024, bytes(lines.get(0)) + ": " + lines.get(0));
      assertTrue(bytes(lines.get(1)) <= 8_192, bytes(lines.get(1)) + ": " + lines.get(1));
    }
  }

  @Test
  void a_line_holds_the_numbers_the_action_the_codes_and_the_model() throws IOException {
    JsonNode line = Json.parse(write(decided("shop/web")).get(0));
    assertEquals("decision", line.path("kind").asText());
    assertEquals(1, line.path("sequence").asLong());
    assertEquals("observe", line.path("mode").asText());
    assertEquals("scale_up", line.path("action").asText());
    assertEquals(5, line.at("/observed/ready_replicas").asInt());
    assertEquals(5, line.at("/replicas/before").asInt());
    assertEquals("3", line.at("/forecast/model/version").asText());
    assertEquals(3, line.at("/forecast/points").size());
    assertTrue(line.path("reasons").toString().contains("\"Trusted\""), line.toString());
  }

  @Test
  void a_record_reads_back_as_it_was() throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory)) {
      Journal journal = new Journal(ring, quiet(), Duration.ofHours(1));
      DecisionRecord written = journal.record(decided("shop/web"), true).orElseThrow();
      JsonNode kept = ring.newest(Optional.empty(), 1).get(0);
      assertEquals(written, Journal.read(kept));
      assertTrue(DecisionReplay.holds(DecisionReplay.read(kept)));
    }
  }

  @Test
  void the_same_wish_at_the_same_time_has_the_same_id_and_another_wish_another() {
    DecisionRecord once = DecisionLine.of(decided("shop/web"), 1, DecisionRecord.Mode.OBSERVE);
    DecisionRecord again = DecisionLine.of(decided("shop/web"), 2, DecisionRecord.Mode.OBSERVE);
    DecisionRecord other = DecisionLine.of(decided("shop/api"), 1, DecisionRecord.Mode.OBSERVE);
    assertEquals(once.id(), again.id());
    assertFalse(once.id().equals(other.id()));
  }

  @Test
  void a_short_record_cannot_be_replayed_and_says_so() throws IOException {
    JsonNode line = Json.parse(write(decided("shop/web")).get(0));
    UserException refused = assertThrows(UserException.class, () -> DecisionReplay.read(line));
    assertTrue(refused.remedy().contains("decision_full"), refused.remedy());
  }

  @Test
  void a_ring_that_cannot_be_written_costs_the_history_but_no_line() throws IOException {
    DecisionRing ring = DecisionRing.open(directory);
    ring.close();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Journal journal = new Journal(ring, new PrintStream(out, true), Duration.ofHours(1));
    assertTrue(journal.record(decided("shop/web"), true).isPresent());
    assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  private List<String> write(Decided decided) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DecisionRing ring = DecisionRing.open(directory.resolve("" + decided.hashCode()))) {
      new Journal(ring, new PrintStream(out, true, StandardCharsets.UTF_8), Duration.ofHours(1))
          .record(decided, true);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** A decision with everything in it and with doubles as long as they get. */
  private static Decided decided(String name) {
    String yaml = Samples.catalogueYaml().replace("shop/api", "x/y").replace("shop/web", name);
    Catalogue catalogue = CatalogueFile.parse(yaml, "the test");
    WorkloadId id = WorkloadId.parse(name);
    WorkloadControl control =
        new WorkloadControl(WorkloadRules.of(catalogue.workload(id).orElseThrow(), catalogue));
    control.resume(worth(id), Samples.T0);
    Reading demand = Reading.of(123.45678901234567);
    for (int sync = -30; sync < 0; sync++) {
      control.decide(Samples.T0.plusSeconds(15L * sync), Reading.of(30), Reading.of(5));
    }
    long step = catalogue.timescale().stepIndex(Samples.T0);
    ForecastAnswer answer = ForecastAnswer.of(rough(id), Samples.GOOD);
    control.learn(new StepSight(step, demand, demand, answer, OptionalDouble.of(100.0 / 3)));
    return control.decide(Samples.T0, demand, Reading.of(5));
  }

  private static DecisionRecord worth(WorkloadId id) {
    return new DecisionRecord(
        1,
        "id",
        Samples.T0.minusSeconds(86_400),
        id,
        DecisionRecord.Mode.OBSERVE,
        DecisionRecord.Action.NO_ACTION,
        new DecisionRecord.Observed(OptionalDouble.empty(), OptionalInt.empty()),
        Optional.empty(),
        new DecisionRecord.Worth(-123_456.789012345, 1e-5 / 3, 12_345.6789),
        false,
        List.of(),
        Optional.empty(),
        "1");
  }

  private static Forecast rough(WorkloadId id) {
    SplittableRandom random = new SplittableRandom(7);
    List<ForecastPoint> points = new ArrayList<>();
    for (int h = 1; h <= 15; h++) {
      double low = 100 + random.nextDouble();
      points.add(
          new ForecastPoint(
              Samples.T0.plusSeconds(60L * h), h, low + 1.0 / 3, low, low + 17.0 / 3, h % 5 != 0));
    }
    double[] quantiles = random.doubles(PeakDistribution.GRID, 100, 200).sorted().toArray();
    return new Forecast(
        id,
        new Forecast.ModelId("forecast", "3", "champion"),
        Samples.T0,
        100.0 / 3,
        points,
        new PeakDistribution(5, quantiles));
  }

  private static PrintStream quiet() {
    return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
