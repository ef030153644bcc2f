package io.tidewatch.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClusterOptionsTest {
  @Test
  void without_a_word_spark_runs_in_this_process() {
    assertEquals(Map.of("spark.master", "local[*]"), settings());
  }

  @Test
  void the_workers_of_a_cluster_are_told_where_the_program_is_and_further_settings_win() {
    Map<String, String> here = settings("--master=spark://127.0.0.1:7077", "--conf=spark.a=b");
    assertEquals("spark://127.0.0.1:7077", here.get("spark.master"));
    assertTrue(here.get("spark.executor.extraClassPath").startsWith("/"), here.toString());
    assertEquals("b", here.get("spark.a"));
    assertFalse(here.containsKey("spark.driver.host"));
  }

  @Test
  void what_spark_could_not_make_sense_of_is_refused() {
    assertThrows(UserException.class, () -> settings("--master=yarn"));
    assertThrows(UserException.class, () -> settings("--conf=memory=1g"));
  }

  private static Map<String, String> settings(String... words) {
    ClusterOptions options = new ClusterOptions();
    CommandLine.populateCommand(options, words);
    return options.settings();
  }
}
