package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file of truth: JSON lines that are only ever added, by several of these tools at once. */
record TruthFile(Path file) {
  /** Finds out before anything is broken that the truth can be written. */
  void requireWritable() {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      open().close();
    } catch (IOException e) {
      throw new UserError(
          "the truth cannot be written to " + file,
          String.valueOf(e.getMessage()),
          "name a file that can be written: --truth FILE");
    }
  }

  /** Adds one line; whole, even if others add theirs at this moment. */
  void append(ObjectNode line) {
    try (FileChannel channel = open();
        FileLock lock = channel.lock()) {
      String torn = endsTorn(channel) ? "\n" : "";
      channel.position(channel.size());
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(torn + line + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest line of each fault, in the order in which they began. */
  List<JsonNode> newest() {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    for (String line : lines()) {
      // a line that was torn by a kill says nothing
      Json.tryParse(line)
          .filter(JsonNode::isObject)
          .ifPresent(entry -> byId.put(entry.path("id").asText(), entry));
    }
    return List.copyOf(byId.values());
  }

  /** Those of a namespace that go on at that time. */
  List<JsonNode> open(String namespace, Instant now) {
    List<JsonNode> going = new ArrayList<>();
    for (JsonNode entry : newest()) {
      if (entry.path("namespace").asText().equals(namespace)
          && !entry.has("ended_at")
          && now.isBefore(Instant.parse(entry.path("until").asText()))) {
        going.add(entry);
      }
    }
    return going;
  }

  boolean isEnded(String id) {
    return newest().stream()
        .anyMatch(entry -> entry.path("id").asText().equals(id) && entry.has("ended_at"));
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static boolean endsTorn(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    return last.get(0) != '\n';
  }
}
