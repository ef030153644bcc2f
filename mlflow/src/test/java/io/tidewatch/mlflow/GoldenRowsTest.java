package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldenRowsTest {

  private static final GoldenRows GOLDEN = TestingPackages.golden();

  @Test
  void what_is_written_reads_back_equal() {
    assertEquals(GOLDEN, GoldenRows.parse(new String(GOLDEN.toJson(), StandardCharsets.UTF_8)));
  }

  @Test
  void a_graph_with_the_same_answers_is_accepted() {
    GOLDEN.verify(
        inputs -> {
          assertArrayEquals(new float[] {100f, 0.98f}, inputs[0]);
          return answers();
        });
  }

  @Test
  void one_answer_that_differs_is_named() {
    assertRefused("h10", new float[] {0.02f, -0.3001f}, "h10 of row 1");
  }

  @Test
  void an_answer_that_is_no_number_is_refused() {
    assertRefused("h5", new float[] {Float.NaN, -0.2f}, "h5 of row 0");
  }

  @Test
  void a_graph_without_an_output_is_refused() {
    assertRefused("h15", null, "no output h15");
  }

  private static void assertRefused(String output, float[] given, String reason) {
    Map<String, float[]> answers = new HashMap<>(answers());
    answers.put(output, given);
    UserException e = assertThrows(UserException.class, () -> GOLDEN.verify(inputs -> answers));
    assertTrue(e.reason().contains(reason), e.reason());
  }

  private static Map<String, float[]> answers() {
    return Map.of(
        "h5", new float[] {0.01f, -0.2f},
        "h10", new float[] {0.02f, -0.3f},
        "h15", new float[] {0f, 2.5f});
  }
}
