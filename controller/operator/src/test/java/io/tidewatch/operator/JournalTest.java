package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.Masking;
import io.tidewatch.operator.outcome.ActionNews;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import io.tidewatch.source.CatalogueFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  void what_was_done_and_how_it_turned_out_is_in_the_next_full_record_once() throws IOException {
    assertEquals(4, remarked("shop/web").size(), "the newest four");
    assertEquals("harmed", remarked("shop/web").at("/3/outcome").asText());
    assertTrue(remarked(LONGEST_NAMES).size() <= 4, "as many as there is room for");
  }

  private JsonNode remarked(String name) throws IOException {
    Decided decided = decided(name);
    Remarks remarks = new Remarks();
    for (int i = 0; i < 6; i++) {
      remarks.add(
          new ActionNews(
              decided.at().plusSeconds(i),
              decided.workload(),
              "target",
              "Judged",
              "w".repeat(300),
              Optional.of(Verdict.HARMED)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DecisionRing ring = DecisionRing.open(directory)) {
      Journal journal =
          new Journal(ring, Samples.T0, new PrintStream(out), Duration.ofHours(1), remarks);
      journal.record(decided, false);
      JsonNode kept = ring.newest(Optional.of(decided.workload()), 1).get(0);
      assertTrue(bytes(kept.toString()) <= 8_192, bytes(kept.toString()) + " bytes");
      journal.record(decided, false);
      assertTrue(ring.newest(Optional.of(decided.workload()), 1).get(0).path("actions").isEmpty());
      return kept.path("actions");
    }
  }

  @Test
  void a_line_holds_the_numbers_the_action_the_codes_and_the_model() throws IOException {
    JsonNode line = Json.parse(write(decided("shop/web")).get(0));
    assertEquals("decision", line.path("event").asText());
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
      Journal journal = new Journal(ring, Samples.T0, quiet(), Duration.ofHours(1));
      DecisionRecord written = journal.record(decided("shop/web"), true).orElseThrow();
      JsonNode kept = ring.newest(Optional.empty(), 1).get(0);
      assertEquals(written, DecisionLine.read(kept));
      assertTrue(DecisionReplay.holds(DecisionReplay.read(kept)));
    }
  }

  @Test
  void the_same_wish_at_the_same_time_has_the_same_id_and_another_wish_another() {
    DecisionRecord once = digest("shop/web", 1);
    DecisionRecord again = digest("shop/web", 2);
    DecisionRecord other = digest("shop/api", 1);
    assertEquals(once.id(), again.id());
    assertFalse(once.id().equals(other.id()));
  }

  @Test
  void a_line_names_both_forecasts_and_the_controller_that_counts() throws IOException {
    List<DecisionRecord> read =
        write(decided("shop/web")).stream().map(DecisionLine::read).toList();
    for (DecisionRecord record : read) {
      assertEquals("champion", record.forecast().orElseThrow().model().alias());
      assertEquals("challenger", record.challenger().orElseThrow().model().alias());
      assertEquals(List.of(5, 10, 15), horizons(record.challenger().orElseThrow()));
    }
    assertEquals(read.get(0), read.get(1));
  }

  @Test
  void a_restart_goes_on_counting_under_the_same_name_and_another_ring_has_another()
      throws IOException {
    DecisionRecord before = recorded(directory.resolve("one"), Samples.T0);
    DecisionRecord after = recorded(directory.resolve("one"), Samples.T0.plusSeconds(60));
    DecisionRecord other = recorded(directory.resolve("two"), Samples.T0);
    assertEquals(before.origin().controller(), after.origin().controller());
    assertEquals(before.sequence() + 1, after.sequence());
    assertEquals(before.origin().epoch() + 60, after.origin().epoch());
    assertFalse(before.origin().controller().equals(other.origin().controller()));
  }

  @Test
  void the_masks_of_the_logs_leave_a_full_record_whole() throws IOException {
    String full = write(decided("shop/web")).get(1);
    assertEquals(full, Masking.standard().mask(full));
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
    Journal journal = journal(ring, out);
    assertTrue(journal.record(decided("shop/web"), true).isPresent());
    assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  private static DecisionRecord recorded(Path ringOf, Instant began) throws IOException {
    try (DecisionRing ring = DecisionRing.open(ringOf)) {
      return new Journal(ring, began, quiet(), Duration.ofHours(1))
          .record(decided("shop/web"), true)
          .orElseThrow();
    }
  }

  private static DecisionRecord digest(String name, long sequence) {
    return Digest.of(decided(name), new DecisionRecord.Origin("tide", 1), sequence);
  }

  private static List<Integer> horizons(DecisionRecord.Prediction said) {
    return said.points().stream().map(ForecastPoint::horizon).toList();
  }

  private static Journal journal(DecisionRing ring, ByteArrayOutputStream out) {
    PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Journal(ring, Samples.T0, lines, Duration.ofHours(1));
  }

  private List<String> write(Decided decided) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DecisionRing ring = DecisionRing.open(directory.resolve("" + decided.hashCode()))) {
      journal(ring, out).record(decided, true);
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
      control.decide(
          Samples.T0.plusSeconds(15L * sync), Reading.of(30), Reading.of(5), Mode.OBSERVE);
    }
    long step = catalogue.timescale().stepIndex(Samples.T0);
    ForecastAnswer answer =
        ForecastAnswer.of(rough(id), Samples.GOOD).withChallenger(Optional.of(doubted(id)));
    control.learn(new StepSight(step, demand, demand, answer, OptionalDouble.of(100.0 / 3)));
    return control.decide(Samples.T0, demand, Reading.of(5), Mode.OBSERVE);
  }

  private static Forecast doubted(WorkloadId id) {
    Forecast said = rough(id);
    return new Forecast(
        id,
        new Forecast.ModelId("forecast", "4", "challenger"),
        said.featureTime(),
        said.level(),
        said.points(),
        said.peak());
  }

  private static DecisionRecord worth(WorkloadId id) {
    return new DecisionRecord(
        new DecisionRecord.Origin("tide", 1),
        1,
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
