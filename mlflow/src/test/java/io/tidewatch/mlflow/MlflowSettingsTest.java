package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlflowSettingsTest {

  private static final String SERVER = "http://127.0.0.1:5001";

  @Test
  void the_address_loses_its_last_slash_and_keeps_its_path() {
    assertEquals(
        MlflowSettings.of(URI.create("https://ml.example/mlflow")),
        MlflowSettings.fromEnvironment(
            Map.of("MLFLOW_TRACKING_URI", "https://ml.example/mlflow/")));
  }

  @Test
  void a_user_name_goes_before_a_token() {
    Map<String, String> variables = new HashMap<>();
    variables.put("MLFLOW_TRACKING_URI", SERVER);
    variables.put("MLFLOW_TRACKING_TOKEN", "secret");
    assertEquals("Bearer secret", header(variables));
    variables.put("MLFLOW_TRACKING_USERNAME", "anna");
    variables.put("MLFLOW_TRACKING_PASSWORD", "pass");
    assertEquals("Basic YW5uYTpwYXNz", header(variables));
  }

  @Test
  void secrets_are_not_printed() {
    Map<String, String> variables =
        Map.of("MLFLOW_TRACKING_URI", SERVER, "MLFLOW_TRACKING_TOKEN", "secret");
    String text = MlflowSettings.fromEnvironment(variables).toString();
    assertFalse(text.contains("secret"), text);
  }

  @Test
  void a_missing_or_wrong_address_says_what_to_set() {
    for (String address : new String[] {"", "databricks", "http://", "file:///x", "http://a b"}) {
      UserException e =
          assertThrows(
              UserException.class,
              () -> MlflowSettings.fromEnvironment(Map.of("MLFLOW_TRACKING_URI", address)),
              address);
      assertTrue(e.getMessage().contains("MLFLOW_TRACKING_URI"), e.getMessage());
    }
  }

  private static String header(Map<String, String> variables) {
    return MlflowSettings.fromEnvironment(variables).login().orElseThrow().header();
  }
}
