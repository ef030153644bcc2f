package io.tidewatch.loki;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * How a record lies in a file: length, checksum, kind, then either a stream (number, labels as
 * JSON) or a line (number of its stream, time, metadata as JSON, the line's bytes).
 */
final class BucketRecords {
  /** The bytes before a payload. */
  static final int HEADER = 8;

  /** No record is longer; a length beyond it is damage. */
  static final int LONGEST = 8 << 20;

  static final byte STREAM = 1;
  static final byte LINE = 2;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private BucketRecords() {}

  static byte[] stream(int number, Labels labels) {
    byte[] json = json(labels.values());
    return framed(ByteBuffer.allocate(5 + json.length).put(STREAM).putInt(number).put(json));
  }

  static byte[] line(int stream, LogEntry entry) {
    byte[] metadata = json(entry.metadata());
    byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
    return framed(
        ByteBuffer.allocate(17 + metadata.length + line.length)
            .put(LINE)
            .putInt(stream)
            .putLong(entry.at())
            .putInt(metadata.length)
            .put(metadata)
            .put(line));
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  static Labels labels(ByteBuffer payload) {
    return Labels.of(texts(rest(payload)));
  }

  static Map<String, String> texts(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException impossible) {
      // The checksum has been verified, so it is what we wrote.
      throw new UncheckedIOException(impossible);
    }
  }

  /** The remaining bytes of a payload as text. */
  static String rest(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] json(Map<String, String> values) {
    try {
      return JSON.writeValueAsBytes(values);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] framed(ByteBuffer payload) {
    byte[] bytes = payload.array();
    return ByteBuffer.allocate(HEADER + bytes.length)
        .putInt(bytes.length)
        .putInt(checksum(bytes, 0, bytes.length))
        .put(bytes)
        .array();
  }
}
