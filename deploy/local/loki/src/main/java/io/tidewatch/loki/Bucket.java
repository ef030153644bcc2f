package io.tidewatch.loki;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The lines of a few minutes of event time in one file that is only appended to. In memory is an
 * index alone: per block of 64 KiB its times and streams.
 *
 * <p>Writing is for one thread at a time (the store's lock); reading needs no lock, as it looks
 * only at what was complete when it began.
 */
final class Bucket {
  private static final int BLOCK = 1 << 16;
  private static final byte[] MAGIC = {'T', 'W', 'L', 'O', 'K', 'I', '0', '1'};

  /** Takes what a scan finds. */
  interface Visitor {
    void visit(LogEntry entry);

    /** Whether lines of these times can still matter; if not, they are not even read. */
    default boolean wants(long first, long last) {
      return true;
    }
  }

  private record Block(long from, long until, long first, long last, BitSet streams) {
    Block with(long end, long at, int stream) {
      BitSet all = (BitSet) streams.clone();
      all.set(stream);
      return new Block(from, end, Math.min(first, at), Math.max(last, at), all);
    }
  }

  private final Path file;
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Labels> streams = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private long length;

  Bucket(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The streams that have lines here. */
  synchronized List<Labels> streams() {
    return List.copyOf(streams);
  }

  /** Appends lines with one write; a failed one leaves no trace. */
  void append(FileChannel channel, Collection<LogEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Draft draft = new Draft(bytes);
    if (length == 0) {
      bytes.writeBytes(MAGIC);
    }
    entries.forEach(draft::add);
    try {
      channel.position(length);
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException full) {
      channel.truncate(length);
      throw full;
    }
    publish(draft, length + bytes.size());
  }

  private synchronized void publish(Draft draft, long end) {
    draft.added.forEach(this::register);
    draft.lines.forEach(line -> index(line[0], line[1], (int) line[2], line[3]));
    length = end;
  }

  private void register(Labels labels) {
    numbers.put(labels, streams.size());
    streams.add(labels);
  }

  private void index(long from, long at, int stream, long end) {
    int last = blocks.size() - 1;
    if (last >= 0 && blocks.get(last).until() - blocks.get(last).from() < BLOCK) {
      blocks.set(last, blocks.get(last).with(end, at, stream));
      return;
    }
    BitSet one = new BitSet();
    one.set(stream);
    blocks.add(new Block(from, end, at, at, one));
  }

  /** Records of one append, before they are on disk. */
  private final class Draft {
    private final ByteArrayOutputStream bytes;
    private final List<Labels> added = new ArrayList<>();
    private final List<long[]> lines = new ArrayList<>();

    Draft(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    void add(LogEntry entry) {
      int number = number(entry.stream());
      long from = length + bytes.size();
      bytes.writeBytes(BucketRecords.line(number, entry));
      lines.add(new long[] {from, entry.at(), number, length + bytes.size()});
    }

    private int number(Labels labels) {
      Integer known = numbers.get(labels);
      if (known != null) {
        return known;
      }
      int fresh = added.indexOf(labels);
      if (fresh >= 0) {
        return streams.size() + fresh;
      }
      int number = streams.size() + added.size();
      bytes.writeBytes(BucketRecords.stream(number, labels));
      added.add(labels);
      return number;
    }
  }

  /** Reads the index anew and cuts off a record that a crash left unfinished. */
  static Bucket open(Path file) throws IOException {
    Bucket bucket = new Bucket(file);
    long size = Files.size(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 18))) {
      bucket.recover(in, size);
    }
    if (bucket.length < size) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(bucket.length);
      }
    }
    return bucket;
  }

  private void recover(DataInputStream in, long size) throws IOException {
    if (size < MAGIC.length) {
      return;
    }
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException(file + " was not written by this version");
    }
    length = MAGIC.length;
    try {
      while (length < size && recoverOne(in, size)) {}
    } catch (EOFException unfinished) {
      return;
    }
  }

  private boolean recoverOne(DataInputStream in, long size) throws IOException {
    int payloadLength = in.readInt();
    int sum = in.readInt();
    if (payloadLength < 5 || payloadLength > BucketRecords.LONGEST) {
      return false;
    }
    byte[] bytes = new byte[payloadLength];
    in.readFully(bytes);
    long end = length + BucketRecords.HEADER + payloadLength;
    boolean whole = BucketRecords.checksum(bytes, 0, payloadLength) == sum;
    if (!whole && end == size) {
      return false;
    }
    if (whole) {
      index(ByteBuffer.wrap(bytes), end);
    }
    // Damage in the middle costs one record, not those after it.
    length = end;
    return true;
  }

  private void index(ByteBuffer payload, long end) {
    byte kind = payload.get();
    int number = payload.getInt();
    if (kind == BucketRecords.LINE) {
      index(length, payload.getLong(), number, end);
      return;
    }
    while (streams.size() < number) {
      register(Labels.of(Map.of("damaged", String.valueOf(streams.size()))));
    }
    register(BucketRecords.labels(payload));
  }

  /** Visits the lines of some streams from a time on up to but without another, in file order. */
  void scan(long from, long until, Predicate<Labels> wanted, Visitor visitor) throws IOException {
    List<Labels> known;
    List<Block> candidates;
    synchronized (this) {
      known = List.copyOf(streams);
      candidates = List.copyOf(blocks);
    }
    BitSet numbersWanted = new BitSet();
    for (int number = 0; number < known.size(); number++) {
      numbersWanted.set(number, wanted.test(known.get(number)));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      BlockReader reader = new BlockReader(known, numbersWanted, from, until, visitor);
      for (Block block : candidates) {
        boolean touched = block.first() < until && block.last() >= from;
        if (touched
            && block.streams().intersects(numbersWanted)
            && visitor.wants(block.first(), block.last())) {
          reader.read(channel, block.from(), block.until());
        }
      }
    }
  }
}
