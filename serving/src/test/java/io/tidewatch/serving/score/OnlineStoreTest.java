package io.tidewatch.serving.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.serving.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineStoreTest {
  private static final ModelId FIRST = new ModelId("forecast", "1", "champion");
  private static final ModelId SECOND = new ModelId("forecast", "2", "champion");
  private static final List<IntervalShift> LEARNED =
      List.of(new IntervalShift(0.1, 0.2), new IntervalShift(0, -0.3), IntervalShift.NONE);

  @TempDir Path directory;

  @Test
  void what_was_learned_is_had_again_and_a_spoiled_file_is_as_none() throws IOException {
    OnlineStore store = new OnlineStore(directory);
    assertEquals(Map.of(), store.restore());
    var states = Map.of(Examples.WEB, new OnlineState(FIRST, LEARNED));
    store.save(states);
    assertEquals(states, new OnlineStore(directory).restore());
    Files.writeString(directory.resolve("intervals.snapshot"), "{}");
    assertEquals(Map.of(), store.restore());
  }

  @Test
  void the_same_model_goes_on_where_it_was_and_another_begins_anew() {
    ForecastScores scores = new ForecastScores(List.of(5, 10, 15), 1);
    scores.restore(new OnlineState(FIRST, LEARNED));
    scores.forecastBy(FIRST, List.of(), 100);
    assertEquals(LEARNED, scores.shifts());
    assertEquals(new OnlineState(FIRST, LEARNED), scores.online().orElseThrow());
    scores.forecastBy(SECOND, List.of(), 100);
    assertEquals(IntervalShift.NONE, scores.shifts().get(0));
    ForecastScores other = new ForecastScores(List.of(5, 10, 15), 1);
    other.restore(new OnlineState(FIRST, LEARNED));
    other.forecastBy(SECOND, List.of(), 100);
    assertEquals(IntervalShift.NONE, other.shifts().get(0));
  }
}
