package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The last decisions on disk: JSON lines in segments, of which the oldest is deleted when there are
 * too many. A line that a kill has torn is cut off at the next start; one process writes at a time.
 */
final class DecisionRing implements AutoCloseable {
  private final RingSegments segments;
  private final int mostSegments;
  private final long segmentBytes;
  private final DirectoryLock lock;
  private final String controller;
  private final WorthBook worth;
  private FileChannel out;
  private long lastSequence;

  private DecisionRing(Path directory, int mostSegments, long segmentBytes, DirectoryLock lock)
      throws IOException {
    this.segments = new RingSegments(directory);
    this.mostSegments = mostSegments;
    this.segmentBytes = segmentBytes;
    this.lock = lock;
    this.controller = RingName.of(directory);
    this.worth = WorthBook.open(directory);
    recover();
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
      DirectoryLock lock = DirectoryLock.take(directory);
      return new DecisionRing(directory, mostSegments, segmentBytes, lock);
    } catch (IOException refused) {
      throw new UserException(
          "cannot keep decisions in " + directory,
          refused.toString(),
          "give a writable directory with --state",
          refused);
    }
  }

  /** Names the controller whose numbers these are, for as long as the directory lives. */
  String controller() {
    return controller;
  }

  /** The sums that go with the decisions. */
  WorthBook worth() {
    return worth;
  }

  /** The highest sequence number that was ever kept here; 0 if none. */
  synchronized long lastSequence() {
    return lastSequence;
  }

  /** Keeps one record; it survives a kill of this process as soon as this returns. */
  synchronized void append(long sequence, String json) {
    try {
      if (out.size() >= segmentBytes) {
        FileChannel next = RingSegments.appending(segments.path(sequence));
        out.close();
        out = next;
        segments.keepNewest(mostSegments);
      }
      write(json + "\n");
      lastSequence = sequence;
    } catch (IOException full) {
      throw new UncheckedIOException("cannot keep a decision in " + segments.directory(), full);
    }
  }

  /** The newest records, newest first, of one workload or of all. */
  List<JsonNode> newest(Optional<WorkloadId> workload, int limit) {
    List<JsonNode> found = new ArrayList<>();
    try {
      for (Path segment : segments.newestFirst()) {
        List<JsonNode> records = RingSegments.records(segment);
        for (int i = records.size() - 1; i >= 0 && found.size() < limit; i--) {
          JsonNode record = records.get(i);
          if (workload.isEmpty() || workloadOf(record).equals(workload.get().toString())) {
            found.add(record);
          }
        }
        if (found.size() >= limit) {
          break;
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** The newest record of each of some workloads, as far as there is one. */
  Map<WorkloadId, JsonNode> newestOfEach(Collection<WorkloadId> workloads) {
    Map<String, JsonNode> newest = new HashMap<>();
    try {
      for (Path segment : segments.newestFirst()) {
        Map<String, JsonNode> ofSegment = new HashMap<>();
        RingSegments.records(segment).forEach(record -> ofSegment.put(workloadOf(record), record));
        ofSegment.forEach(newest::putIfAbsent);
        if (workloads.stream().allMatch(workload -> newest.containsKey(workload.toString()))) {
          break;
        }
      }
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
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
    List<Path> found = segments.newestFirst();
    for (int i = 0; i < found.size() && lastSequence == 0; i++) {
      RingSegments.records(found.get(i))
          .forEach(record -> lastSequence = Math.max(lastSequence, RingSegments.sequence(record)));
    }
    Path newest = found.isEmpty() ? segments.path(1) : found.get(0);
    out = RingSegments.appending(newest);
    out.truncate(RingSegments.lengthOfWholeLines(newest));
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

  private UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException("cannot read the decisions in " + segments.directory(), cause);
  }

  private static String workloadOf(JsonNode record) {
    return record.path("workload").asText();
  }
}
