package io.tidewatch.operator.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.size.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was rolled back, in a file of the state directory that is written before anything is done: a
 * process that is killed and comes back neither repeats a roll-back nor forgets its cool-down. A
 * leader on another node finds the newest in a note.
 */
public final class RollbackBook {
  static final String FILE = "rollbacks.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  /** A few kilobytes; those that end first are left out. */
  private static final int NOTED = 60;

  /** What is known of what earlier leaders have rolled back. */
  enum Earlier {
    /** Nobody has asked yet, or there was no answer. */
    UNREAD,
    /** Somebody has edited it: only people can mend it. */
    UNREADABLE,
    KNOWN
  }

  private final Path file;
  private final Duration memory;
  private volatile List<Rollback> entries;
  private volatile Earlier earlier = Earlier.UNREAD;
  private String told = "";

  private RollbackBook(Path file, Duration memory, List<Rollback> entries) {
    this.file = file;
    this.memory = memory;
    this.entries = List.copyOf(entries);
  }

  /**
   * Opens the file of a state directory.
   *
   * @param memory how long after its cool-down a roll-back makes the next one longer (wall time)
   * @throws UserException when it cannot be read: a cool-down must not be forgotten silently
   */
  public static RollbackBook open(Path directory, Duration memory) {
    Path file = directory.resolve(FILE);
    try {
      return new RollbackBook(file, memory, read(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return new RollbackBook(file, memory, List.of());
    } catch (IOException | IllegalArgumentException | DateTimeException | UserException damaged) {
      throw new UserException(
          "the roll-backs so far cannot be read",
          file + ": " + damaged.getMessage(),
          "mend the file, or delete it: targets that were rolled back may then be raised again",
          damaged);
    }
  }

  /** The last one of an action, whether or not its cool-down is over. */
  Optional<Rollback> of(WorkloadId workload, String action) {
    return entries.stream().filter(each -> same(each, workload, action)).findFirst();
  }

  /** How often it was rolled back lately. */
  int times(WorkloadId workload, String action, Instant now) {
    return of(workload, action)
        .filter(last -> now.isBefore(last.until().plus(memory)))
        .map(Rollback::times)
        .orElse(0);
  }

  /** Writes one down; this process knows it even if that fails. */
  synchronized void begin(Rollback fresh) throws IOException {
    List<Rollback> next = new ArrayList<>(entries);
    next.removeIf(old -> !fresh.at().isBefore(old.until().plus(memory)));
    next.removeIf(old -> same(old, fresh.workload(), fresh.action()));
    next.add(fresh);
    entries = List.copyOf(next);
    DurableFile.write(file, text(entries));
  }

  /** Whether this process knows what earlier leaders have rolled back. */
  Earlier earlier() {
    return earlier;
  }

  /**
   * Takes over what earlier leaders have noted, once, and notes what is new; only a leader may, and
   * always on the same thread.
   *
   * @throws IOException when one of the two did not succeed: it is worth another try
   */
  void exchange(LeaderNotes notes) throws IOException {
    if (earlier != Earlier.KNOWN) {
      adopt(notes.read().orElse(""));
    }
    String next = noted();
    if (!next.equals(told)) {
      notes.write(next);
      told = next;
    }
  }

  private synchronized void adopt(String note) throws IOException {
    List<Rollback> next = new ArrayList<>(entries);
    for (Rollback noted : readNote(note)) {
      Optional<Rollback> own = of(noted.workload(), noted.action());
      if (own.filter(mine -> !mine.at().isBefore(noted.at())).isEmpty()) {
        next.removeIf(old -> same(old, noted.workload(), noted.action()));
        next.add(noted);
      }
    }
    entries = List.copyOf(next);
    told = note;
    earlier = Earlier.KNOWN;
    DurableFile.write(file, text(entries));
  }

  private List<Rollback> readNote(String note) throws IOException {
    try {
      return note.isEmpty() ? List.of() : read(note);
    } catch (IOException | IllegalArgumentException | DateTimeException | UserException edited) {
      earlier = Earlier.UNREADABLE;
      throw new IOException(
          "what earlier leaders have noted is not readable (remove that annotation of the Lease to"
              + " begin anew): "
              + note,
          edited);
    }
  }

  private String noted() {
    List<Rollback> newest =
        entries.stream()
            .sorted(Comparator.comparing(Rollback::until).reversed())
            .limit(NOTED)
            .toList();
    return newest.isEmpty() ? "" : text(newest);
  }

  private static boolean same(Rollback each, WorkloadId workload, String action) {
    return each.workload().equals(workload) && each.action().equals(action);
  }

  private static String text(List<Rollback> entries) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    root.putArray("rollbacks");
    for (Rollback entry : entries) {
      root.withArray("rollbacks")
          .addObject()
          .put("workload", entry.workload().toString())
          .put("action", entry.action())
          .put("version", entry.version())
          .put("at", entry.at().toString())
          .put("until", entry.until().toString())
          .put("times", entry.times())
          .put("why", entry.why());
    }
    return root.toString();
  }

  private static List<Rollback> read(String text) throws IOException {
    JsonNode root = JSON.readTree(text);
    if (root.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException("it is not of version " + VERSION);
    }
    List<Rollback> entries = new ArrayList<>();
    for (JsonNode node : root.path("rollbacks")) {
      entries.add(
          new Rollback(
              WorkloadId.parse(node.path("workload").asText()),
              node.path("action").asText(),
              node.path("version").asText(),
              Instant.parse(node.path("at").asText()),
              Instant.parse(node.path("until").asText()),
              node.path("times").asInt(),
              node.path("why").asText()));
    }
    return entries;
  }
}
