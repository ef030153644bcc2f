package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveReportTest {
  private final LiveReport report = TestingLive.report(24);

  @TempDir private Path folder;

  @Test
  void the_json_has_every_promised_field() {
    ObjectNode root = new LiveJson(report).root();
    assertEquals(12.3, root.path("lab").path("up_s").asDouble());
    assertEquals(2, root.path("lab").path("nodes").asInt());
    assertEquals(
        List.of("hpa", "hpa", "oracle"), root.path("autoscale").findValuesAsText("policy"));
    for (JsonNode run : root.path("autoscale")) {
      Set<String> fields = new TreeSet<>();
      run.fieldNames().forEachRemaining(fields::add);
      assertTrue(
          fields.containsAll(
              List.of(
                  "policy",
                  "seed",
                  "violation_min",
                  "pod_hours",
                  "p95_ms",
                  "requests",
                  "failed_requests")),
          fields.toString());
    }
    assertTrue(root.path("actions").isArray() && root.path("faulty_pods").isArray());
    assertTrue(root.has("trusted_share") && root.path("trusted_share").isNull());
    assertEquals(1.0, root.path("noise_band").path("pod_hours").asDouble());
    assertEquals(120, root.path("steps").size());
    assertEquals(7_654, root.at("/rows_landed/log_lines").asInt());
    assertEquals(38, root.path("landed_behind_s").asInt());
  }

  @Test
  void what_is_simulated_says_so_and_what_is_measured_does_not() {
    ObjectNode root = new LiveJson(report).root();
    assertFalse(root.path("autoscale").get(0).has("simulated"));
    assertTrue(root.path("autoscale").get(2).path("simulated").asBoolean());
    root.path("simulated").forEach(run -> assertTrue(run.path("simulated").asBoolean()));
  }

  @Test
  void the_table_has_both_sides_the_band_and_the_simulated_rows() {
    String text = String.join("\n", new LiveTable(report).lines());
    for (String row :
        List.of("HPA (A)", "HPA (B)", "noise band", "HPA, simulated", "optimum, simulated")) {
      assertTrue(text.contains(row), row + " is not in\n" + text);
    }
    assertTrue(text.contains("17.25") && text.contains("18.25"), text);
    assertTrue(text.contains("7 654 log lines landed meanwhile, at the end 38 s behind"), text);
    assertTrue(text.contains("Note: A <note>"), text);
  }

  @Test
  void the_page_is_whole_and_escapes_what_comes_from_outside() {
    String page = new LiveHtml(report).text();
    assertTrue(page.contains("A &lt;note&gt; of one sentence."));
    assertFalse(page.contains("<script src") || page.contains("<link"), "it needs the network");
    for (String id : List.of("demand", "pods", "latency", "failed")) {
      assertTrue(page.contains("id=\"" + id + "\""), id);
    }
  }

  @Test
  void all_forms_are_written_and_the_picture_shows_something() throws IOException {
    Path copy = folder.resolve("copy.json");
    Optional<String> noPicture = LiveFiles.write(report, folder, Optional.of(copy));
    assertEquals(Optional.empty(), noPicture);
    assertEquals(Files.readString(folder.resolve("report.json")), Files.readString(copy));
    assertTrue(Files.size(folder.resolve("report.html")) > 50_000);
    BufferedImage picture = ImageIO.read(folder.resolve("report.png").toFile());
    Set<Integer> colours = new TreeSet<>();
    for (int x = 0; x < picture.getWidth(); x += 3) {
      for (int y = 0; y < picture.getHeight(); y += 3) {
        colours.add(picture.getRGB(x, y));
      }
    }
    assertTrue(colours.size() > 20, "it is nearly empty");
  }

  @Test
  void a_race_tells_what_tidewatch_did_and_what_became_of_the_faulty_pods() {
    LiveReport race = race();
    ObjectNode root = new LiveJson(race).root();
    assertEquals(
        List.of("hpa", "tidewatch", "oracle"), root.path("autoscale").findValuesAsText("policy"));
    assertEquals(0.975, root.path("trusted_share").asDouble());
    assertEquals("floor", root.at("/actions/0/kind").asText());
    assertEquals("needed 24 s later", root.at("/actions/0/outcome").asText());
    assertTrue(root.at("/faulty_pods/0/oom_killed").asBoolean());
    assertTrue(root.at("/noise_band/origin").asText().contains("not of this run"));
    assertEquals(1, root.at("/tidewatch/floors_ahead_of_the_need").asInt());
    assertTrue(root.at("/tidewatch/hpa_restored").asBoolean());
    String text = String.join("\n", new LiveTable(race).lines());
    for (String part :
        List.of(
            "Tidewatch (B)",
            "noise band, measured before",
            "trusted in 98 % of the steps, from the first on",
            "1 floors were raised, 1 of them before the need",
            "the HPA was as its user wrote it",
            "floor 2 to 5; needed 24 s later",
            "scale up, because TRUSTED; PREDICTED",
            "HPA (A): leak in backend-a from minute 5.0, at minute 10.0: the kernel killed it")) {
      assertTrue(text.contains(part), part + " is not in\n" + text);
    }
    String page = new LiveHtml(race).text();
    assertTrue(page.contains("What Tidewatch did") && page.contains("The faulty pods"), page);
  }

  private static LiveReport race() {
    Instant from = TestingLive.FROM;
    Ours ours =
        new Ours(
            "forecast version 1",
            140,
            true,
            0.975,
            List.of(
                TestingLive.decision(1, 2, true, 2, 2), TestingLive.decision(2, 14, true, 2, 5)),
            List.of(
                new HpaChange(
                    from.plusSeconds(14), 2, 5, 7, 7, Optional.of(Duration.ofSeconds(24)))),
            TestingLive.replicas(0, 2, 14, 5),
            List.of());
    FaultyPod killed =
        new FaultyPod(
            Side.AGAINST_EACH_OTHER.get(0),
            "leak",
            "backend-a",
            "u1",
            0,
            from.plusSeconds(60),
            Optional.of(from.plusSeconds(120)),
            true,
            "the kernel killed it",
            7);
    return TestingLive.report(
        TestingLive.race(24, Optional.empty()), Optional.of(ours), List.of(killed));
  }
}
