package io.tidewatch.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.util.Map;
import java.util.Properties;
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
  void in_a_driver_pod_all_that_spark_submit_has_set_goes_before_our_own() {
    Properties submitted = new Properties();
    submitted.setProperty("spark.master", "k8s://https://10.96.0.1:443");
    submitted.setProperty("spark.driver.host", "train-driver-svc.tidewatch.svc");
    submitted.setProperty("java.home", "/opt/java");
    assertEquals(
        Map.of(
            "spark.master", "k8s://https://10.96.0.1:443",
            "spark.driver.host", "train-driver-svc.tidewatch.svc"),
        ClusterOptions.submitted(submitted));
  }

  @Test
  void a_driver_in_kubernetes_is_not_started_from_here() {
    UserException refused =
        assertThrows(UserException.class, () -> settings("--master=k8s://https://10.96.0.1"));
    assertTrue(refused.getMessage().contains("SparkApplication"), refused.getMessage());
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
