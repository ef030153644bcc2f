package io.tidewatch.loki;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the wanted lines out of a part of a file. */
final class BlockReader {
  // Almost all metadata is one of few levels; what is unique to a line would only fill the memory.
  private static final int REMEMBERED = 1_000;

  private final List<Labels> streams;
  private final BitSet wanted;
  private final long from;
  private final long until;
  private final Bucket.Visitor visitor;
  private final Map<String, Map<String, String>> metadata = new HashMap<>();

  BlockReader(List<Labels> streams, BitSet wanted, long from, long until, Bucket.Visitor visitor) {
    this.streams = streams;
    this.wanted = wanted;
    this.from = from;
    this.until = until;
    this.visitor = visitor;
  }

  void read(FileChannel channel, long begin, long end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - begin));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, begin + bytes.position()) < 0) {
        throw new EOFException("a log file is shorter than its index");
      }
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      int sum = bytes.getInt();
      ByteBuffer payload = bytes.slice(bytes.position(), length);
      boolean whole = BucketRecords.checksum(bytes.array(), bytes.position(), length) == sum;
      bytes.position(bytes.position() + length);
      if (whole) {
        visit(payload);
      }
    }
  }

  private void visit(ByteBuffer payload) {
    if (payload.get() != BucketRecords.LINE) {
      return;
    }
    int stream = payload.getInt();
    long at = payload.getLong();
    if (!wanted.get(stream) || at < from || at >= until || !visitor.wants(at, at)) {
      return;
    }
    byte[] json = new byte[payload.getInt()];
    payload.get(json);
    Map<String, String> texts = texts(new String(json, StandardCharsets.UTF_8));
    visitor.visit(new LogEntry(streams.get(stream), at, BucketRecords.rest(payload), texts));
  }

  private Map<String, String> texts(String json) {
    if (metadata.size() >= REMEMBERED) {
      metadata.clear();
    }
    return metadata.computeIfAbsent(json, BucketRecords::texts);
  }
}
