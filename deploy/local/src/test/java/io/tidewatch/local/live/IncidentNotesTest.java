package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.local.report.ResultFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentNotesTest {
  @Test
  void each_says_when_it_opened_how_it_ended_and_who_knows() {
    String answer =
        """
        {"open": [{"cause": "HpaMissing", "workload": "backend", "pod": "",
            "opened_at": "2026-11-24T20:10:00Z", "told": {"alertmanager": false}}],
         "resolved": [{"cause": "MemoryLeak", "workload": "backend", "pod": "backend-1",
            "opened_at": "2026-11-24T20:06:00Z", "resolved_at": "2026-11-24T20:08:00Z",
            "resolution": "the pod was replaced", "told": {"alertmanager": true}}],
         "receivers": []}
        """;
    assertEquals(
        List.of(
            "Incident MemoryLeak of backend-1, opened at minute 30, resolved at minute 40: the pod"
                + " was replaced; alertmanager knows it.",
            "Incident HpaMissing of backend, opened at minute 50, still open; alertmanager was not"
                + " told yet."),
        new IncidentNotes(TestingLive.plan(24), TestingLive.FROM).of(ResultFile.parse(answer)));
  }
}
