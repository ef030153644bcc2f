package io.tidewatch.operator.heal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.LeaderNotes;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The restarts of the last day, in a file of the state directory and where every leader finds them,
 * both written before anything is done: a process that is killed and comes back knows what it has
 * spent, and so does a leader on another node.
 */
final class RestartLedger {
  static final String FILE = "restarts.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  /** More than budgets can ever count, and a few kilobytes. */
  private static final int NOTED = 60;

  private final Path file;
  private final Duration day;
  private final LeaderNotes notes;
  private volatile List<Entry> entries;
  private boolean adopted;

  private RestartLedger(Path file, Duration day, LeaderNotes notes, List<Entry> entries) {
    this.file = file;
    this.day = day;
    this.notes = notes;
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
   * @param notes where other leaders look
   * @throws UserException when it cannot be read: budgets must not be forgotten silently
   */
  static RestartLedger open(Path directory, Duration day, LeaderNotes notes) {
    Path file = directory.resolve(FILE);
    try {
      return new RestartLedger(file, day, notes, read(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return new RestartLedger(file, day, notes, List.of());
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

  /**
   * Takes over what earlier leaders have noted, once; before that succeeded nothing is known.
   *
   * @throws IOException when it cannot be read, or written down here
   */
  void adopt() throws IOException {
    if (adopted) {
      return;
    }
    Map<String, Entry> all = new LinkedHashMap<>();
    entries.forEach(entry -> all.put(entry.uid(), entry));
    for (Entry noted : noted()) {
      all.merge(noted.uid(), noted, (own, other) -> own.outcome() == Outcome.OPEN ? other : own);
    }
    write(all.values().stream().sorted(Comparator.comparing(Entry::at)).toList());
    adopted = true;
  }

  private List<Entry> noted() throws IOException {
    String text = notes.read().orElse("");
    try {
      return text.isEmpty() ? List.of() : read(text);
    } catch (IllegalArgumentException | DateTimeParseException | UserException edited) {
      throw new IOException("what earlier leaders have noted is not readable: " + text, edited);
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
    notes.write(noted(next));
    write(next);
  }

  /** Writes down how it ended; this process knows it even if that fails. */
  void end(String uid, Outcome how) throws IOException {
    entries =
        entries.stream().map(entry -> entry.uid().equals(uid) ? entry.ended(how) : entry).toList();
    write(entries);
    notes.write(noted(entries));
  }

  // What budgets count first, the newest first; then the refused.
  private static String noted(List<Entry> entries) {
    return text(
        entries.stream()
            .sorted(Comparator.comparing(Entry::spent).thenComparing(Entry::at).reversed())
            .limit(NOTED)
            .sorted(Comparator.comparing(Entry::at))
            .toList());
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
