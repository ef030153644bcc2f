package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PackageManifestTest {

  private static final PackageManifest MANIFEST = TestingPackages.manifest();

  @Test
  void what_is_written_reads_back_equal() {
    assertEquals(MANIFEST, PackageManifest.parse(text()));
  }

  @Test
  void the_document_has_the_fields_of_the_contract() throws Exception {
    JsonNode document = Json.MAPPER.readTree(text());
    assertEquals("2026-11-14T00:00:00Z", document.at("/trainingWindow/to").asText());
    assertEquals("sha256:ab", document.at("/featureSet/fingerprint").asText());
    assertEquals(3, document.at("/deltaVersions/features").asInt());
    JsonNode web = document.at("/workloads").get("shop/web");
    assertEquals("gbt", web.at("/method").asText());
    assertEquals(-0.05, web.at("/conformal/10/lower").asDouble());
    assertEquals(101, web.at("/peak/quantiles").size());
    assertEquals(0.91, web.at("/heldOut/0/coverage90").asDouble());
    assertEquals(6.1, web.at("/heldOut/0/lastValueWape").asDouble());
  }

  @Test
  void fields_of_a_later_version_are_ignored() throws Exception {
    String later = changed(document -> document.put("laterField", 1));
    assertEquals(MANIFEST, PackageManifest.parse(later));
  }

  @Test
  void an_older_document_without_detectors_is_read() throws Exception {
    String older = changed(document -> document.remove("detectors"));
    assertEquals(MANIFEST, PackageManifest.parse(older));
  }

  @Test
  void an_anomaly_package_needs_a_detector_in_place_of_horizons() throws Exception {
    Consumer<ObjectNode> empty =
        document -> {
          document.putArray("horizons");
          document.putObject("workloads");
        };
    assertRefused(changed(empty), "horizons is empty");
    AnomalyModel detector =
        new AnomalyModel(
            "sha256:ab",
            100,
            256,
            0,
            1_000,
            new AnomalyModel.Scaler(List.of(0.0), List.of(1.0)),
            new AnomalyModel.Thresholds(0.5, 0.6, 0.7));
    String anomaly =
        changed(
            empty.andThen(
                document ->
                    document.putObject("detectors").set("*", Json.MAPPER.valueToTree(detector))));
    assertEquals(detector, PackageManifest.parse(anomaly).detectors().get("*"));
  }

  @Test
  void another_schema_is_refused() throws Exception {
    assertRefused(changed(document -> document.put("schema", 3)), "schema 3");
  }

  @Test
  void a_missing_field_is_named() throws Exception {
    assertRefused(changed(document -> document.remove("stepSeconds")), "stepSeconds");
  }

  @Test
  void a_horizon_without_interval_is_refused() throws Exception {
    assertRefused(
        changed(document -> ((ArrayNode) document.path("horizons")).add(20)), "conformal");
  }

  @Test
  void a_falling_peak_distribution_is_refused() throws Exception {
    Consumer<ObjectNode> falling =
        document ->
            ((ArrayNode) document.path("workloads").path("*").path("peak").path("quantiles"))
                .set(7, 99.0);
    assertRefused(changed(falling), "fall at position 8");
  }

  @Test
  void half_a_document_is_refused() {
    assertRefused(text().substring(0, 200), "");
  }

  @Test
  void an_unknown_workload_gets_the_pooled_entry() {
    assertEquals("gbt", MANIFEST.forWorkload("shop/web").orElseThrow().method());
    assertEquals("pooled", MANIFEST.forWorkload("shop/new").orElseThrow().method());
  }

  @Test
  void other_features_than_the_trained_ones_are_refused() {
    FeatureSet<DemandView> set = new FeatureSet<>("demand", 2, List.of());
    UserException e = assertThrows(UserException.class, () -> MANIFEST.requireFeatureSet(set));
    assertTrue(e.reason().contains("demand version 1"), e.reason());
    assertTrue(e.reason().contains(FeatureSetReference.of(set).fingerprint()), e.reason());
  }

  private static String text() {
    return new String(MANIFEST.toJson(), StandardCharsets.UTF_8);
  }

  private static String changed(Consumer<ObjectNode> change) throws Exception {
    ObjectNode document = (ObjectNode) Json.MAPPER.readTree(text());
    change.accept(document);
    return document.toString();
  }

  private static void assertRefused(String document, String reason) {
    UserException e = assertThrows(UserException.class, () -> PackageManifest.parse(document));
    assertTrue(e.reason().contains(reason), e.reason());
  }
}
