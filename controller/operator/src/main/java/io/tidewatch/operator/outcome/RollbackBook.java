package io.tidewatch.operator.outcome;

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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was rolled back, in a file of the state directory that is written before anything is done: a
 * process that is killed and comes back neither repeats a roll-back nor forgets its cool-down.
 */
public final class RollbackBook {
  static final String FILE = "rollbacks.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private final Path file;
  private final Duration memory;
  private volatile List<Rollback> entries;

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
  void begin(Rollback fresh) throws IOException {
    List<Rollback> next = new ArrayList<>(entries);
    next.removeIf(old -> !fresh.at().isBefore(old.until().plus(memory)));
    next.removeIf(old -> same(old, fresh.workload(), fresh.action()));
    next.add(fresh);
    entries = List.copyOf(next);
    write(entries);
  }

  private static boolean same(Rollback each, WorkloadId workload, String action) {
    return each.workload().equals(workload) && each.action().equals(action);
  }

  private void write(List<Rollback> next) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(text(next).getBytes(StandardCharsets.UTF_8));
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
