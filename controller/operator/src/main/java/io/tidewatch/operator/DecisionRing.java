package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last decisions on disk: JSON lines in segments, of which the oldest is deleted when there are
 * too many. A line that a kill has torn is cut off at the next start; one process writes at a time.
 */
final class DecisionRing implements AutoCloseable {
  private static final String PREFIX = "decisions-";
  private static final String SUFFIX = ".jsonl";

  private final Path directory;
  private final int mostSegments;
  private final long segmentBytes;
  private final FileChannel lock;
  private FileChannel out;
  private long lastSequence;

  private DecisionRing(Path directory, int mostSegments, long segmentBytes, FileChannel lock) {
    this.directory = directory;
    this.mostSegments = mostSegments;
    this.segmentBytes = segmentBytes;
    this.lock = lock;
  }

  /** Opens the ring with room for 32 MiB. */
  static DecisionRing open(Path directory) {
    return open(directory, 16, 2 << 20);
  }

  /**
   * Opens or creates a ring.
   *
   * @throws UserException when the directory cannot be written or another controller writes it
   */
  static DecisionRing open(Path directory, int mostSegments, long segmentBytes) {
    try {
      Files.createDirectories(directory);
      FileChannel lock = locked(directory);
      DecisionRing ring = new DecisionRing(directory, mostSegments, segmentBytes, lock);
      ring.recover();
      return ring;
    } catch (IOException refused) {
      throw new UserException(
          "cannot keep decisions in " + directory,
          refused.toString(),
          "give a writable directory with --state",
          refused);
    }
  }

  /** The highest sequence number that was ever kept here; 0 if none. */
  synchronized long lastSequence() {
    return lastSequence;
  }

  /** Keeps one record; it survives a kill of this process as soon as this returns. */
  synchronized void append(long sequence, String json) {
    try {
      if (out.size() >= segmentBytes) {
        FileChannel next = appending(segment(sequence));
        out.close();
        out = next;
        dropOldest();
      }
      write(json + "\n");
      lastSequence = sequence;
    } catch (IOException full) {
      throw new UncheckedIOException("cannot keep a decision in " + directory, full);
    }
  }

  /** The newest records, newest first, of one workload or of all. */
  List<JsonNode> newest(Optional<WorkloadId> workload, int limit) {
    try {
      List<Path> segments = segments();
      Collections.reverse(segments);
      List<JsonNode> found = new ArrayList<>();
      for (Path segment : segments) {
        List<JsonNode> records = records(segment);
        for (int i = records.size() - 1; i >= 0 && found.size() < limit; i--) {
          if (workload.isEmpty() || workloadOf(records.get(i)).equals(workload.get().toString())) {
            found.add(records.get(i));
          }
        }
        if (found.size() == limit) {
          return found;
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the decisions in " + directory, unreadable);
    }
  }

  /** The newest record of each of some workloads, as far as there is one. */
  Map<WorkloadId, JsonNode> newestOfEach(Collection<WorkloadId> workloads) {
    Map<String, JsonNode> newest = new HashMap<>();
    try {
      List<Path> segments = segments();
      Collections.reverse(segments);
      for (Path segment : segments) {
        Map<String, JsonNode> ofSegment = new HashMap<>();
        records(segment).forEach(record -> ofSegment.put(workloadOf(record), record));
        ofSegment.forEach(newest::putIfAbsent);
        if (workloads.stream().allMatch(workload -> newest.containsKey(workload.toString()))) {
          break;
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the decisions in " + directory, unreadable);
    }
    return workloads.stream()
        .filter(workload -> newest.containsKey(workload.toString()))
        .collect(Collectors.toMap(workload -> workload, id -> newest.get(id.toString())));
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
    lock.close();
  }

  private void recover() throws IOException {
    List<Path> segments = segments();
    Path newest = segments.isEmpty() ? segment(1) : segments.get(segments.size() - 1);
    for (int i = segments.size() - 1; i >= 0 && lastSequence == 0; i--) {
      records(segments.get(i))
          .forEach(record -> lastSequence = Math.max(lastSequence, sequence(record)));
    }
    out = appending(newest);
    out.truncate(lengthOfWholeLines(Files.readAllBytes(newest)));
  }

  // Half a line on a full disk must not spoil the next one.
  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    long before = out.size();
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException full) {
      out.truncate(before);
      throw full;
    }
  }

  private static FileChannel appending(Path segment) throws IOException {
    return FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static long lengthOfWholeLines(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  private void dropOldest() throws IOException {
    List<Path> segments = segments();
    for (Path oldest : segments.subList(0, Math.max(0, segments.size() - mostSegments))) {
      Files.delete(oldest);
    }
  }

  private Path segment(long firstSequence) {
    return directory.resolve(PREFIX + "%019d".formatted(firstSequence) + SUFFIX);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(
          files
              .filter(file -> file.getFileName().toString().startsWith(PREFIX))
              .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
              .sorted()
              .toList());
    }
  }

  private static List<JsonNode> records(Path segment) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(segment)) {
      try {
        JsonNode record = Json.parse(line);
        if (record.isObject() && sequence(record) > 0) {
          records.add(record);
        }
      } catch (JsonProcessingException torn) {
        continue;
      }
    }
    return records;
  }

  // The oldest segment may be deleted, and the newest line be half written, while we read.
  private static List<String> lines(Path segment) throws IOException {
    try {
      return new String(Files.readAllBytes(segment), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException dropped) {
      return List.of();
    }
  }

  private static long sequence(JsonNode record) {
    return record.path("sequence").asLong();
  }

  private static String workloadOf(JsonNode record) {
    return record.path("workload").asText();
  }

  private static FileChannel locked(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("controller.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException ours) {
      // Falls through to the same answer: the ring is open in this very process.
    }
    channel.close();
    throw new UserException(
        "another controller runs on " + directory,
        "it holds the lock " + directory.resolve("controller.lock"),
        "stop it, or give this one another directory with --state");
  }
}
