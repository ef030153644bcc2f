package io.tidewatch.serving.snapshot;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state of this process on disk, to be had again after a restart: it is replaced whole or not at
 * all, and one that is spoiled, of another version or of another form is left alone with one line
 * that says so. It only saves time, so no trouble with it ever stops the process.
 *
 * @param file where it lies
 * @param form what the content is and by which settings; another one is not read
 */
public record SnapshotFile(Path file, String form) {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
  private static final String MAGIC = "tidewatch snapshot";
  private static final int VERSION = 1;
  private static final int BUFFER = 1 << 16;

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** Puts a new state in the place of the old one; false if the disk does not take it. */
  public boolean write(Content content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      // Not forced to the disk: after a power cut the checksum tells, and history is read anew.
      try (OutputStream disk = Files.newOutputStream(fresh)) {
        write(disk, content);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException full) {
      LOG.warn("{} could not be written; a restart will read more anew: {}", file, full.toString());
      return false;
    }
  }

  /** Hands the content to a reader, if there is one that can be used; else says why not. */
  public boolean read(Consumer<ByteBuffer> reader) {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      requireWhole(all);
      requireSame("it is no snapshot", text(all), MAGIC);
      requireSame("it is of another version", Integer.toString(all.getInt()), "" + VERSION);
      requireSame("it is of other settings", text(all), form);
      reader.accept(all);
      return true;
    } catch (IOException | IllegalArgumentException | BufferUnderflowException unusable) {
      LOG.warn("{} is not used, what it held is read anew: {}", file, unusable.getMessage());
      return false;
    }
  }

  /** Writes a text as {@link #text} reads it. */
  public static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a text. */
  public static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("it is damaged");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void write(OutputStream disk, Content content) throws IOException {
    CheckedOutputStream summed = new CheckedOutputStream(disk, new CRC32C());
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(summed, BUFFER));
    text(out, MAGIC);
    out.writeInt(VERSION);
    text(out, form);
    content.writeTo(out);
    out.flush();
    out.writeInt((int) summed.getChecksum().getValue());
    out.flush();
  }

  /** Leaves the checksum behind the limit. */
  private static void requireWhole(ByteBuffer all) {
    int end = all.limit() - Integer.BYTES;
    if (end < 0) {
      throw new IllegalArgumentException("it is cut off");
    }
    CRC32C sum = new CRC32C();
    sum.update(all.duplicate().limit(end));
    if (all.getInt(end) != (int) sum.getValue()) {
      throw new IllegalArgumentException("its checksum is wrong: it is cut off or was changed");
    }
    all.limit(end);
  }

  private static void requireSame(String complaint, String found, String needed) {
    if (!found.equals(needed)) {
      throw new IllegalArgumentException(
          complaint + ": \"" + found + "\" instead of \"" + needed + "\"");
    }
  }
}
