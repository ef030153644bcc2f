package io.tidewatch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabSettingsTest {
  @TempDir Path folder;

  @Test
  void findsTheCheckoutFromAnyFolderInIt() throws IOException {
    new TestingCluster(folder);
    Path module = Files.createDirectories(folder.resolve("controller/policy"));
    LabSettings settings = LabSettings.around(module, Map.of()).orElseThrow();
    assertEquals(folder, settings.checkout());
    assertEquals(folder.resolve(".tidewatch/test/lab"), settings.state());
  }

  @Test
  void outsideOfACheckoutThereIsNoLab() {
    assertEquals(Optional.empty(), LabSettings.around(folder, Map.of()));
  }

  @Test
  void portsAndAddressesOfTheTestLabCanBeSet() throws IOException {
    new TestingCluster(folder);
    Map<String, String> environment =
        Map.of("TIDEWATCH_TEST_LAB_PORT", "19900", "TIDEWATCH_LAB_PORT", "16400");
    LabSettings settings = LabSettings.around(folder, environment).orElseThrow();
    assertEquals("19900", settings.environment().get("TIDEWATCH_LAB_PORT"));
    assertEquals("10.80.0", settings.environment().get("TIDEWATCH_LAB_NET"));
  }

  @Test
  void onlyTheWordKeepKeepsTheLab() throws IOException {
    new TestingCluster(folder);
    assertTrue(kept(Map.of("TIDEWATCH_TEST_LAB", "keep")));
    assertFalse(kept(Map.of("TIDEWATCH_TEST_LAB", "down")));
    assertFalse(kept(Map.of()));
  }

  private boolean kept(Map<String, String> environment) {
    return LabSettings.around(folder, environment).orElseThrow().keep();
  }
}
