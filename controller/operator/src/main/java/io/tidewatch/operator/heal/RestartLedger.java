package io.tidewatch.operator.heal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The restarts of the last day, in a file of the state directory that is written before anything is
 * done: a process that is killed and comes back knows what it has spent.
 */
final class RestartLedger {
  static final String FILE = "restarts.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private final Path file;
  private final Duration day;
  private volatile List<Entry> entries;

  private RestartLedger(Path file, Duration day, List<Entry> entries) {
    this.file = file;
    this.day = day;
    this.entries = List.copyOf(entries);
  }

  /** How a restart ended, if it has. */
  enum Outcome {
    OPEN,
    REPLACED,
    /** The pod was evicted, and no other got ready in time. */
    EVICTED,
    /** Nothing was evicted: it costs no budget. */
    REFUSED
  }

  /**
   * One restart.
   *
   * @param at when it was begun (wall time)
   * @param pods that the workload had then
   */
  record Entry(WorkloadId workload, String pod, String uid, Instant at, int pods, Outcome outcome) {
    Entry {
      Objects.requireNonNull(workload, "workload");
      Objects.requireNonNull(pod, "pod");
      Objects.requireNonNull(uid, "uid");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(outcome, "outcome");
    }

    Entry ended(Outcome how) {
      return new Entry(workload, pod, uid, at, pods, how);
    }

    boolean spent() {
      return outcome != Outcome.REFUSED;
    }
  }

  /**
   * Opens the file of a state directory.
   *
   * @param day how long a restart counts (wall time)
   * @throws UserException when it cannot be read: budgets must not be forgotten silently
   */
  static RestartLedger open(Path directory, Duration day) {
    Path file = directory.resolve(FILE);
    try {
      return new RestartLedger(file, day, read(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return new RestartLedger(file, day, List.of());
    } catch (IOException
        | IllegalArgumentException
        | DateTimeParseException
        | UserException unreadable) {
      throw new UserException(
          "the restarts of the last day cannot be read",
          file + ": " + unreadable.getMessage(),
          "mend the file, or delete it if no pod was restarted within the last day",
          unreadable);
    }
  }

  /** All that are remembered, oldest first. */
  List<Entry> entries() {
    return entries;
  }

  /** Writes down that a restart begins; before this has returned nothing may be done. */
  void begin(Entry entry) throws IOException {
    List<Entry> next = new ArrayList<>(entries);
    next.removeIf(old -> old.outcome() != Outcome.OPEN && !old.at().isAfter(entry.at().minus(day)));
    next.removeIf(old -> old.uid().equals(entry.uid()));
    next.add(entry);
    write(next);
  }

  /** Writes down how it ended; this process knows it even if that fails. */
  void end(String uid, Outcome how) throws IOException {
    entries =
        entries.stream().map(entry -> entry.uid().equals(uid) ? entry.ended(how) : entry).toList();
    write(entries);
  }

  private void write(List<Entry> next) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    byte[] text = text(next).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(text);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The new name must survive a power cut as well.
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
    entries = List.copyOf(next);
  }

  private static String text(List<Entry> entries) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    for (Entry entry : entries) {
      root.withArray("restarts")
          .addObject()
          .put("workload", entry.workload().toString())
          .put("pod", entry.pod())
          .put("uid", entry.uid())
          .put("at", entry.at().toString())
          .put("pods", entry.pods())
          .put("outcome", entry.outcome().name());
    }
    return root.toString();
  }

  private static List<Entry> read(String text) throws IOException {
    JsonNode root = JSON.readTree(text);
    if (root.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException("it is not of version " + VERSION);
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : root.path("restarts")) {
      entries.add(
          new Entry(
              WorkloadId.parse(node.path("workload").asText()),
              node.path("pod").asText(),
              node.path("uid").asText(),
              Instant.parse(node.path("at").asText()),
              node.path("pods").asInt(),
              Outcome.valueOf(node.path("outcome").asText())));
    }
    return entries;
  }
}
