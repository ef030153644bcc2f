package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a {@link DecisionRing}, each named by the first sequence number in it. */
record RingSegments(Path directory) {
  private static final String PREFIX = "decisions-";
  private static final String SUFFIX = ".jsonl";

  List<Path> newestFirst() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  Path path(long firstSequence) {
    return directory.resolve(PREFIX + "%019d".formatted(firstSequence) + SUFFIX);
  }

  void keepNewest(int most) throws IOException {
    List<Path> segments = newestFirst();
    for (Path old : segments.subList(Math.min(most, segments.size()), segments.size())) {
      Files.delete(old);
    }
  }

  static FileChannel appending(Path segment) throws IOException {
    return FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The length up to and with the last line that was written to its end. */
  static long lengthOfWholeLines(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  /** The records of a segment, oldest first; a line that is no record is skipped. */
  static List<JsonNode> records(Path segment) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(segment)) {
      try {
        JsonNode record = Json.parse(line);
        if (sequence(record) > 0) {
          records.add(record);
        }
      } catch (JsonProcessingException torn) {
        continue;
      }
    }
    return records;
  }

  static long sequence(JsonNode record) {
    return record.path("sequence").asLong();
  }

  // The oldest segment may be deleted, and the newest line be half written, while we read.
  private static List<String> lines(Path segment) throws IOException {
    try {
      return new String(Files.readAllBytes(segment), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException dropped) {
      return List.of();
    }
  }
}
