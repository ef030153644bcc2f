package io.tidewatch.operator.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.LeaderNotes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** When which workload was resized within the last day, where a leader on any node finds it. */
final class ResizeDays {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  /** A few kilobytes; the oldest are left out. */
  private static final int NOTED = 100;

  private final LeaderNotes notes;
  private final Duration day;
  private volatile Map<WorkloadId, Instant> begun = Map.of();
  private boolean adopted;

  /**
   * @param day how long a resize counts (wall time)
   */
  ResizeDays(LeaderNotes notes, Duration day) {
    this.notes = notes;
    this.day = day;
  }

  /**
   * Takes over what earlier leaders have noted, once; before that succeeded nothing may be begun.
   *
   * @throws IOException when it cannot be read
   */
  void adopt() throws IOException {
    if (!adopted) {
      begun = read(notes.read().orElse(""));
      adopted = true;
    }
  }

  /** When a resize of a workload was begun last, by whichever leader. */
  Optional<Instant> of(WorkloadId workload) {
    return Optional.ofNullable(begun.get(workload));
  }

  /**
   * Notes that one is begun; before this has returned nothing may be done.
   *
   * @throws IOException when it was not noted, or may not have been
   */
  void begin(WorkloadId workload, Instant now) throws IOException {
    Map<WorkloadId, Instant> next = new HashMap<>(begun);
    next.values().removeIf(at -> !at.isAfter(now.minus(day)));
    next.put(workload, now);
    notes.write(text(next));
    begun = Map.copyOf(next);
  }

  private static String text(Map<WorkloadId, Instant> begun) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    ObjectNode resizes = root.putObject("resizes");
    newest(begun)
        .forEach(each -> resizes.put(each.getKey().toString(), each.getValue().toString()));
    return root.toString();
  }

  private static Stream<Map.Entry<WorkloadId, Instant>> newest(Map<WorkloadId, Instant> begun) {
    Comparator<Map.Entry<WorkloadId, Instant>> byTime = Map.Entry.comparingByValue();
    return begun.entrySet().stream().sorted(byTime.reversed()).limit(NOTED);
  }

  private static Map<WorkloadId, Instant> read(String text) throws IOException {
    try {
      Map<WorkloadId, Instant> begun = new HashMap<>();
      if (!text.isEmpty()) {
        JsonNode root = JSON.readTree(text);
        if (root.path("v").asInt() != VERSION) {
          throw new IllegalArgumentException("it is not of version " + VERSION);
        }
        for (Map.Entry<String, JsonNode> each : root.path("resizes").properties()) {
          Instant at = Instant.parse(each.getValue().asText());
          begun.put(WorkloadId.parse(each.getKey()), at);
        }
      }
      return Map.copyOf(begun);
    } catch (IllegalArgumentException | DateTimeParseException | UserException edited) {
      throw new IOException(
          "what earlier leaders have noted is not readable (remove that annotation of the Lease to"
              + " begin anew): "
              + text,
          edited);
    }
  }
}
