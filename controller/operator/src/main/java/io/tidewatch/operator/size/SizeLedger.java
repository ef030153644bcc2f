package io.tidewatch.operator.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.SizeMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The newest resize of each workload, in a file of the state directory that is written before
 * anything is done: a process that is killed and comes back goes on where it was.
 */
final class SizeLedger {
  static final String FILE = "resizes.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private final Path file;
  private final Duration day;
  private volatile Map<WorkloadId, Resizing> entries;

  private SizeLedger(Path file, Duration day, Map<WorkloadId, Resizing> entries) {
    this.file = file;
    this.day = day;
    this.entries = entries;
  }

  /**
   * Opens the file of a state directory.
   *
   * @param day how long a resize that has ended is remembered (wall time)
   * @throws UserException when it cannot be read: what is under way must not be forgotten silently
   */
  static SizeLedger open(Path directory, Duration day) {
    Path file = directory.resolve(FILE);
    try {
      return new SizeLedger(file, day, read(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return new SizeLedger(file, day, Map.of());
    } catch (IOException
        | IllegalArgumentException
        | DateTimeParseException
        | UserException unreadable) {
      throw new UserException(
          "the resizes that are under way cannot be read",
          file + ": " + unreadable.getMessage(),
          "mend the file, or delete it if no pod was resized within the last day",
          unreadable);
    }
  }

  Optional<Resizing> of(WorkloadId workload) {
    return Optional.ofNullable(entries.get(workload));
  }

  /** Those that have not ended, oldest first. */
  List<Resizing> open() {
    return entries.values().stream().filter(Resizing::open).toList();
  }

  /** Writes it down; before this has returned nothing may be done. */
  void save(Resizing entry, Instant now) throws IOException {
    Map<WorkloadId, Resizing> next = new LinkedHashMap<>(entries);
    Instant forgotten = now.minus(day);
    next.values().removeIf(old -> !old.open() && !old.at().isAfter(forgotten));
    next.put(entry.workload(), entry);
    DurableFile.write(file, text(next.values()));
    entries = next;
  }

  /** Ends it; this process knows it even if that cannot be written down. */
  void end(Resizing entry, Instant now) throws IOException {
    Resizing ended = entry.next(Resizing.Phase.ENDED, now);
    Map<WorkloadId, Resizing> next = new LinkedHashMap<>(entries);
    next.put(entry.workload(), ended);
    entries = next;
    save(ended, now);
  }

  private static String text(Collection<Resizing> entries) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    root.putArray("resizes");
    entries.forEach(entry -> root.withArray("resizes").add(json(entry)));
    return root.toString();
  }

  private static ObjectNode json(Resizing entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("workload", entry.workload().toString())
            .put("terms", entry.terms())
            .put("at", entry.at().toString())
            .put("phase", entry.phase().name())
            .put("since", entry.since().toString())
            .put("container", entry.before().name());
    SizeMark.write(node.putObject("requests"), entry.before().requests());
    SizeMark.write(node.putObject("limits"), entry.before().limits());
    SizeMark.write(node.putObject("running").putObject("requests"), entry.running().requests());
    SizeMark.write(node.withObject("running").putObject("limits"), entry.running().limits());
    SizeMark.write(node.putObject("wanted"), entry.wanted());
    entry.target().ifPresent(target -> target(node.putObject("hpa"), target));
    entry.pod().ifPresent(uid -> node.put("pod", uid));
    entry.done().forEach(uid -> node.withArray("done").add(uid));
    return node;
  }

  private static void target(ObjectNode node, HpaTarget target) {
    node.put("name", target.name()).put("from", target.from()).put("to", target.to());
  }

  private static HpaTarget target(JsonNode node) {
    return new HpaTarget(
        node.path("name").asText(), node.path("from").asInt(), node.path("to").asInt());
  }

  private static Map<WorkloadId, Resizing> read(String text) throws IOException {
    JsonNode root = JSON.readTree(text);
    if (root.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException("it is not of version " + VERSION);
    }
    Map<WorkloadId, Resizing> entries = new LinkedHashMap<>();
    for (JsonNode node : root.path("resizes")) {
      Resizing entry = entry(node);
      entries.put(entry.workload(), entry);
    }
    return entries;
  }

  private static ContainerSize size(JsonNode entry, JsonNode amounts) {
    return new ContainerSize(
        entry.path("container").asText(),
        SizeMark.read(amounts.path("requests")),
        SizeMark.read(amounts.path("limits")));
  }

  private static Resizing entry(JsonNode node) {
    Set<String> done = new TreeSet<>();
    node.path("done").forEach(uid -> done.add(uid.asText()));
    return new Resizing(
        WorkloadId.parse(node.path("workload").asText()),
        node.path("terms").asText(),
        Instant.parse(node.path("at").asText()),
        Resizing.Phase.valueOf(node.path("phase").asText()),
        Instant.parse(node.path("since").asText()),
        size(node, node),
        // What was begun by a version that did not know it had pods as their template is.
        size(node, node.path("running").isObject() ? node.path("running") : node),
        SizeMark.read(node.path("wanted")),
        Optional.ofNullable(node.get("hpa")).map(SizeLedger::target),
        Optional.ofNullable(node.get("pod")).map(JsonNode::asText),
        done);
  }
}
