package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadIT {
  private static final int SECONDS = 3;
  private static final int PEAK = 40;

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;

  /** The moments that a run with the default seed has, in milliseconds. */
  private static List<Long> moments() {
    List<Long> all = new ArrayList<>();
    new ArrivalSchedule(Profile.STEADY.over(SECONDS, PEAK), Duration.ofSeconds(SECONDS), 42)
        .arrivals()
        .forEachRemaining((long at) -> all.add(at / 1_000_000));
    return all;
  }

  private JsonNode run(String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--profile=steady",
                "--peak=" + PEAK,
                "--duration=" + SECONDS + "s",
                "--speed=60",
                "--out=" + folder));
    words.addAll(List.of(more));
    PrintWriter err = new PrintWriter(new StringWriter(), true);
    assertEquals(0, LoadMain.run(words.toArray(String[]::new), new PrintWriter(out, true), err));
    return new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
  }

  @Test
  void a_stalled_server_shows_its_stall_in_every_request_that_was_due_in_it() throws Exception {
    List<Long> due = moments();
    try (TestingServer server = TestingServer.holdingUntil(due.size())) {
      JsonNode target = run("--target=stalled=" + server.url()).get("targets").get(0);

      assertEquals(due.size(), server.requests(), "all were sent while none was answered");
      assertEquals(due.size(), target.get("ok").asInt());
      long last = due.get(due.size() - 1);
      long middle = due.get(due.size() / 2);
      assertTrue(target.get("p50_ms").asDouble() >= 0.99 * (last - middle) - 50, target::toString);
      assertTrue(target.get("max_ms").asDouble() >= 0.99 * (last - due.get(0)), target::toString);
    }
  }

  @Test
  void a_connection_closed_under_a_request_is_a_reset_and_nothing_is_sent_twice() throws Exception {
    try (TestingServer server = TestingServer.closingOnSecondRequest()) {
      JsonNode target = run("--target=rude=" + server.url()).get("targets").get(0);

      int sent = target.get("sent").asInt();
      assertEquals(moments().size(), sent);
      assertEquals(sent, server.requests());
      assertTrue(target.get("reset").asInt() > 0, target::toString);
      assertEquals(sent, target.get("ok").asInt() + target.get("reset").asInt());
    }
  }

  @Test
  void answers_failures_and_silence_are_counted_by_kind() throws Exception {
    int closed = closedPort();
    try (TestingServer full = TestingServer.answering(503);
        TestingServer strange = TestingServer.answering(404);
        TestingServer silent = TestingServer.holdingUntil(Integer.MAX_VALUE)) {
      JsonNode targets =
          run(
                  "--target=full=" + full.url(),
                  "--target=strange=" + strange.url(),
                  "--target=silent=" + silent.url(),
                  "--target=closed=http://127.0.0.1:" + closed,
                  "--timeout=500ms")
              .get("targets");

      int sent = moments().size();
      assertEquals(sent, targets.get(0).get("http_5xx").asInt());
      assertEquals(sent, targets.get(0).get("answers").get("503").asInt());
      assertEquals(sent, targets.get(1).get("http_4xx").asInt());
      assertEquals(sent, targets.get(2).get("timeout").asInt());
      assertEquals(sent, targets.get(3).get("connect").asInt());
      assertEquals(4L * sent, Files.lines(folder.resolve("failures.jsonl")).count());
    }
  }

  @Test
  void the_files_agree_and_every_target_got_the_same_steps() throws Exception {
    try (TestingServer one = TestingServer.answering(200);
        TestingServer two = TestingServer.answering(200)) {
      JsonNode summary =
          run("--target=one=" + one.url(), "--target=two=" + two.url(), "--progress-json");

      assertEquals(one.requests(), two.requests());
      List<String> rows = Files.readAllLines(folder.resolve("steps.csv"));
      assertEquals(StepsCsv.HEADER, rows.get(0));
      assertEquals(1 + 2 * SECONDS, rows.size());
      long offered =
          rows.stream().skip(1).mapToLong(row -> Long.parseLong(row.split(",")[3])).sum();
      assertEquals(2L * summary.get("targets").get(0).get("offered").asLong(), offered);
      List<String> lines = out.toString().lines().toList();
      assertEquals(SECONDS, lines.size());
      assertEquals(2, new ObjectMapper().readTree(lines.get(0)).get("targets").size());
      assertNotNull(ImageIO.read(folder.resolve("load.png").toFile()));
    }
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
