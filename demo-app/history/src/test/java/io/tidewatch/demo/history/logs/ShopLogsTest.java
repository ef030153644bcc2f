package io.tidewatch.demo.history.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.demo.history.Incident;
import io.tidewatch.demo.history.Incident.Kind;
import io.tidewatch.demo.history.Reading;
import io.tidewatch.demo.history.ShopTraffic;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopLogsTest {
  private static final long END = Instant.parse("2026-11-24T16:00:00Z").getEpochSecond() / 60;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Kind, Pattern> SIGNS =
      Map.of(
          Kind.LEAK_OOM, Pattern.compile("session cache has"),
          Kind.LATENCY_CREEP, Pattern.compile("connection pool main"),
          Kind.ERROR_BURST, Pattern.compile("after status 503 of payments"),
          Kind.OUTAGE, Pattern.compile("lease was renewed after"));

  private static String text(long seed, int days) throws IOException {
    StringBuilder text = new StringBuilder();
    LogFile.write(new ShopLogs(seed, END, days), text);
    return text.toString();
  }

  @Test
  void the_same_seed_writes_the_same_bytes_and_another_one_others() throws IOException {
    assertEquals(text(42, 1), text(42, 1));
    assertNotEquals(text(42, 1), text(43, 1));
  }

  @Test
  void a_minute_alone_is_the_minute_of_the_whole_history() {
    ShopLogs walked = new ShopLogs(7, END, 14);
    for (long minute = walked.firstMinute(); minute < walked.firstMinute() + 500; minute++) {
      walked.at(minute);
    }
    assertEquals(new ShopLogs(7, END, 14).at(END - 9), walked.at(END - 9));
  }

  @Test
  void two_weeks_stay_small() {
    ShopLogs logs = new ShopLogs(42, END, 14);
    long lines = 0;
    for (long minute = logs.firstMinute(); minute <= logs.lastMinute(); minute++) {
      lines += logs.at(minute).values().stream().mapToInt(List::size).sum();
    }
    assertTrue(lines > 100_000 && lines < 300_000, lines + " lines");
  }

  @Test
  void the_pods_that_log_are_those_that_are_measured() {
    ShopTraffic traffic = new ShopTraffic(42, END, 4);
    Set<String> measured = new HashSet<>();
    traffic.series().stream()
        .map(series -> Pattern.compile("pod=\"([^\"]+)\"").matcher(series.labels()))
        .filter(matcher -> matcher.find())
        .forEach(matcher -> measured.add(matcher.group(1)));
    Set<String> logging = new HashSet<>();
    new ShopLogs(42, END, 4).sources().forEach(source -> logging.add(source.pod()));
    assertEquals(measured, logging);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42})
  void every_incident_shows_in_the_logs_minutes_before_it_begins(long seed) {
    ShopLogs logs = new ShopLogs(seed, END, 14);
    ShopTraffic traffic = new ShopTraffic(seed, END, 14);
    Set<Kind> seen = new HashSet<>();
    for (Incident incident : traffic.incidents().between(logs.firstMinute() + 60, END)) {
      int lead = logs.trouble().lead(incident);
      assertTrue(lead >= Trouble.SHORTEST_LEAD && lead <= Trouble.LONGEST_LEAD);
      long first = incident.startMinute() - lead;
      assertFalse(signs(logs, incident, first - 20, first - 1), incident + " shows too early");
      assertTrue(signs(logs, incident, first, first), incident + " gives no sign");
      seen.add(incident.kind());
    }
    assertEquals(Set.of(Kind.values()), seen);
  }

  @Test
  void while_the_logs_warn_the_metrics_are_still_as_ever() {
    ShopTraffic traffic = new ShopTraffic(42, END, 14);
    ShopLogs logs = new ShopLogs(42, END, 14);
    List<Incident> all = traffic.incidents().between(logs.firstMinute() + 60, END);
    List<Incident> bursts = all.stream().filter(i -> i.kind() == Kind.ERROR_BURST).toList();
    assertTrue(bursts.size() >= 5);
    for (Incident burst : bursts) {
      assertTrue(signs(logs, burst, burst.startMinute() - 5, burst.startMinute() - 1));
      boolean alone = all.stream().filter(other -> overlap(burst, other)).count() == 1;
      double before = failing(traffic, burst, burst.startMinute() - 1);
      double at = failing(traffic, burst, burst.startMinute());
      assertTrue(!alone || before < 0.1, burst + " shows in the errors before: " + before);
      assertTrue(at > 0.08, burst + " does not show in the errors: " + at);
    }
  }

  private static boolean overlap(Incident one, Incident other) {
    return one.workload().equals(other.workload())
        && other.startMinute() < one.endMinute()
        && one.startMinute() - 1 <= other.endMinute();
  }

  private static double failing(ShopTraffic traffic, Incident incident, long minute) {
    Map<String, Double> values = new HashMap<>();
    String workload = "workload=\"" + incident.workload() + "\"";
    for (Reading reading : traffic.at(minute)) {
      if (reading.series().labels().contains(workload)) {
        values.put(reading.series().family().metric(), reading.value());
      }
    }
    return values.get("workload:http_errors:rate1m") / values.get("workload:http_requests:rate1m");
  }

  private static boolean signs(ShopLogs logs, Incident incident, long from, long to) {
    for (long minute = from; minute <= to; minute++) {
      for (Map.Entry<LogSource, List<LogLine>> pod : logs.at(minute).entrySet()) {
        Pattern sign = SIGNS.get(incident.kind());
        if (pod.getKey().workload().equals(incident.workload())
            && pod.getValue().stream().anyMatch(line -> sign.matcher(line.text()).find())) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void lines_are_in_order_within_their_minute_and_frames_follow_their_exception() {
    ShopLogs logs = new ShopLogs(42, END, 14);
    int traces = 0;
    for (long minute = END - 1_440; minute <= END; minute++) {
      for (List<LogLine> said : logs.at(minute).values()) {
        long previous = (minute - 1) * 60_000_000_000L;
        for (int i = 0; i < said.size(); i++) {
          LogLine line = said.get(i);
          assertTrue(line.nanos() > previous, "lines go back");
          assertTrue(line.nanos() <= minute * 60_000_000_000L + 1_000_000, "a line is of tomorrow");
          if (line.text().startsWith("\tat ")) {
            traces++;
            assertEquals(1_000, line.nanos() - previous, "something came between");
          }
          previous = line.nanos();
        }
      }
    }
    assertTrue(traces > 20, "few stack traces: " + traces);
  }

  @Test
  void json_and_text_are_mixed_and_there_is_something_to_mask() throws IOException {
    String text = text(42, 2);
    int json = 0;
    int plain = 0;
    for (String row : text.split("\n")) {
      for (JsonNode value : JSON.readTree(row).get("values")) {
        if (value.get(1).asText().startsWith("{")) {
          JsonNode line = JSON.readTree(value.get(1).asText());
          assertTrue(Set.of("info", "warn", "error").contains(line.get("level").asText()));
          json++;
        } else {
          plain++;
        }
      }
    }
    assertTrue(json > 5_000 && plain > 2_500, json + " and " + plain);
    assertTrue(Pattern.compile("[a-z.]+\\d+@example\\.com").matcher(text).find());
    assertTrue(Pattern.compile("Bearer [0-9a-f]{16}\\.").matcher(text).find());
    assertTrue(text.contains("4111 1111 1111 1111"));
  }
}
