package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"shop/web", "shop/StatefulSet/db"})
  void readsWhatItPrints(String text) {
    assertEquals(text, WorkloadId.parse(text).toString());
  }

  @Test
  void aPairMeansADeployment() {
    assertEquals(new WorkloadId("shop", "Deployment", "web"), WorkloadId.parse("shop/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web", "/web", "shop/", "a/b/c/d", "shop//web"})
  void refusesAnythingElseWithARemedy(String text) {
    UserException refused = assertThrows(UserException.class, () -> WorkloadId.parse(text));
    assertTrue(refused.remedy().contains("shop/web"));
  }
}
