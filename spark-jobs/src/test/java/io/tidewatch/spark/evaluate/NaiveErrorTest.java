package io.tidewatch.spark.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.source.Trace;
import io.tidewatch.source.TraceFile;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import io.tidewatch.spark.train.HorizonModel;
import io.tidewatch.spark.train.RobustLine;
import io.tidewatch.spark.train.TreeEnsemble;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scores of the baselines against figures that were computed elsewhere: which origins count,
 * what is a truth, and what is a baseline are then beyond doubt.
 */
class NaiveErrorTest {
  private static final ForecastModel LEVEL =
      new ForecastModel(
          Collections.nCopies(
              3,
              new HorizonModel(
                  new RobustLine(new double[0], new double[0], new double[0], 0),
                  new TreeEnsemble(List.of()))));

  @ParameterizedTest
  @CsvSource({
    "wc98_requests, 5, 1146.1450, 3627",
    "wc98_requests, 10, 1660.8461, 3626",
    "wc98_requests, 15, 2100.2017, 3625",
    "ms_dbquery1_rate, 5, 149.0573, 949",
    "ms_dbquery1_rate, 10, 262.9591, 948",
    "ms_dbquery1_rate, 15, 358.7693, 947",
    "nasa_jul_requests, 5, 15.0412, 2378",
    "nasa_jul_requests, 10, 15.3685, 2377",
    "nasa_jul_requests, 15, 15.5535, 2376"
  })
  void the_last_value_misses_the_public_traces_by_the_published_figures(
      String trace, int horizon, String mae, int origins) {
    ForecastCell cell = cell(score(shared(trace)), "last-value", horizon);
    assertEquals(mae, String.format(Locale.ROOT, "%.4f", cell.mae()));
    assertEquals(origins, cell.origins());
  }

  /** Four days with gaps filled in, made and scored by a few lines of Python. */
  @ParameterizedTest
  @CsvSource({
    "last-value, 5, 10.452244, 8.811617, 2.359337, 312",
    "last-value, 10, 18.326129, 15.446628, 4.136673, 310",
    "last-value, 15, 24.921753, 20.960092, 5.625473, 308",
    "seasonal-naive, 5, 14.023718, 11.822498, 3.165510, 312",
    "seasonal-naive, 10, 13.941935, 11.751303, 3.147049, 310",
    "seasonal-naive, 15, 13.757468, 11.570526, 3.105410, 308"
  })
  void both_baselines_miss_our_own_trace_by_figures_from_elsewhere(
      String method, int horizon, double mae, double wape, double mase, int origins)
      throws URISyntaxException {
    ForecastCell cell = cell(score(golden()), method, horizon);
    assertEquals(mae, cell.mae(), 1e-6);
    assertEquals(wape, cell.wape(), 1e-6);
    assertEquals(mase, cell.mase(), 1e-6);
    assertEquals(origins, cell.origins());
  }

  @Test
  void the_interval_of_a_steady_demand_holds_nine_in_ten() {
    Random random = new Random(42);
    double[] steady = random.doubles(8 * 1_440, 50, 150).toArray();
    Trace trace = new Trace("steady", Instant.EPOCH, steady, new BitSet());
    ForecastCell cell = cell(score(trace), "last-value", 10);
    assertEquals(0.9, cell.coverage90(), 0.04);
    // Two independent draws differ by up to ±68 in nine of ten, of a mean of 100.
    assertEquals(137, cell.width90(), 8);
  }

  @Test
  void a_workload_is_forecast_by_what_was_best_before_the_test() throws URISyntaxException {
    WorkloadScore score = score(golden());
    // Against a model that only repeats the level, the day before wins on this trace.
    assertEquals(Method.SEASONAL_NAIVE, score.method());
    assertEquals(
        cell(score, "seasonal-naive", 15).wape(), cell(score, WorkloadScore.OURS, 15).wape());
  }

  private static WorkloadScore score(Path trace) {
    return score(TraceFile.read(trace));
  }

  private static WorkloadScore score(Trace trace) {
    return WorkloadScore.of(WorkloadRows.of(trace), LEVEL, LEVEL);
  }

  private static ForecastCell cell(WorkloadScore score, String method, int horizon) {
    return score.cells().stream()
        .filter(cell -> cell.method().equals(method) && cell.horizon() == horizon)
        .findFirst()
        .orElseThrow();
  }

  private static Path golden() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(NaiveErrorTest.class.getResource("/traces/golden.csv.gz")).toURI());
  }

  private static Path shared(String trace) {
    Optional<Path> file =
        folders().map(f -> f.resolve(trace + ".csv")).filter(Files::exists).findFirst();
    assumeTrue(
        file.isPresent(),
        () -> "skipped: no " + trace + ".csv; set TIDEWATCH_SHARED to the folder with data/");
    return file.orElseThrow();
  }

  private static Stream<Path> folders() {
    String given = System.getProperty("TIDEWATCH_SHARED", System.getenv("TIDEWATCH_SHARED"));
    if (given != null) {
      return Stream.of(Path.of(given, "data"));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .map(path -> path.resolve("shared").resolve("data"));
  }
}
