package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private final String page = new HtmlReport(TestingReport.of("shop/web", "shop/admin")).text();

  @Test
  void it_shows_what_was_measured_and_decided() {
    List<String> expected =
        List.of(
            "1 430 024", // rows landed, metrics and log lines
            "195 457 log lines of 64 templates",
            "showed in the logs 8 minutes before",
            "−26.0 %", // pod-hours of ours against the HPA: 1.11 / 1.5
            "777 instead of 1 050",
            "regret 8.5",
            "3.0 min", // violation minutes of ours
            "the HPA at 60 % CPU: 7.5 min",
            "6 of 6",
            "version 7",
            "champion",
            "error ratio 0.81",
            "A note of one sentence.",
            "http://127.0.0.1:5001",
            "2 cores, 24 GiB");
    for (String text : expected) {
      assertTrue(page.contains(text), text);
    }
  }

  @Test
  void it_loads_nothing_from_anywhere() {
    assertFalse(page.matches("(?s).*<(script|link|img|iframe)[^>]*(src|href)=.*"));
    assertFalse(page.contains("@import"));
    assertFalse(page.matches("(?s).*url\\(.*"));
  }

  @Test
  void texts_from_outside_are_not_markup() {
    assertTrue(page.contains("&lt;generated&gt;"));
    assertFalse(page.contains("<generated>"));
    String hostile = new HtmlReport(TestingReport.of("</script><b>x</b>")).text();
    assertFalse(hostile.contains("</script><b>"));
  }

  @Test
  void without_results_it_still_is_a_page() throws IOException {
    String empty = new HtmlReport(TestingReport.of()).text();
    assertTrue(empty.contains("A note of one sentence."));
    assertTrue(empty.endsWith("</html>\n"));
    // For looking at: mvn -pl deploy/local test -Dtest=HtmlReportTest
    Path folder = Files.createDirectories(Path.of("target", "sample-report"));
    ReportFiles.write(
        TestingReport.of("shop/web", "shop/api", "shop/search", "shop/admin"), folder);
    assertTrue(Files.size(folder.resolve("report.png")) > 10_000);
  }
}
