package io.tidewatch.spark.table;

import io.delta.storage.HadoopFileSystemLogStore;
import io.tidewatch.domain.UserException;
import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * The log of a Delta table on a local folder that several processes write.
 *
 * <p>A commit is written to a hidden file, forced to the disk, and published under its name by a
 * hard link, which the operating system refuses if the name is taken: of two writers of one version
 * exactly one succeeds, and the other is told and tries the next version. Delta's own store for
 * local folders looks whether the name is free and then renames, so two processes that look at the
 * same time both succeed and the first commit is lost.
 *
 * <p>What a killed writer leaves behind is a hidden file that no reader looks at.
 */
public final class HardLinkLogStore extends HadoopFileSystemLogStore {
  /** The setting that makes Delta use this class for local folders. */
  public static final String SETTING = "spark.delta.logStore.file.impl";

  /** How the names of unpublished files end. */
  static final String UNPUBLISHED = ".unpublished";

  public HardLinkLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      org.apache.hadoop.fs.Path path,
      Iterator<String> actions,
      Boolean overwrite,
      Configuration configuration)
      throws IOException {
    Path file = Path.of(path.toUri().getPath());
    if (!Files.isDirectory(file.getParent())) {
      throw new FileNotFoundException("No such folder: " + file.getParent());
    }
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path fresh =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + UNPUBLISHED);
    try {
      writeForced(fresh, actions);
      dropChecksum(file);
      publish(fresh, file, overwrite);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  // Delta writes its checkpoints through Hadoop, whose files show while they grow: they are
  // renamed.
  @Override
  public Boolean isPartialWriteVisible(
      org.apache.hadoop.fs.Path path, Configuration configuration) {
    return true;
  }

  private static void writeForced(Path fresh, Iterator<String> actions) throws IOException {
    try (FileChannel channel =
            FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        BufferedWriter text =
            new BufferedWriter(
                new OutputStreamWriter(
                    Channels.newOutputStream(channel), StandardCharsets.UTF_8))) {
      while (actions.hasNext()) {
        text.write(actions.next());
        text.write('\n');
      }
      text.flush();
      channel.force(true);
    }
  }

  private static void publish(Path fresh, Path file, boolean overwrite) throws IOException {
    if (overwrite) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      link(fresh, file);
    } catch (FileAlreadyExistsException taken) {
      // NFS repeats a call whose answer was lost: the name is taken then, but by ourselves.
      if (!Files.isSameFile(fresh, file)) {
        throw taken;
      }
    }
  }

  /**
   * Gives a file a second name, unless that name is taken.
   *
   * @throws UserException when the file system has no hard links
   */
  static void link(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (UnsupportedOperationException | IOException refused) {
      if (refused instanceof IOException failure && !isUnsupported(failure)) {
        throw failure;
      }
      throw withoutLinks(name, refused);
    }
  }

  // The JDK has no exception of its own for it; these are the operating system's words.
  private static boolean isUnsupported(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Operation not permitted")
        || message.contains("Operation not supported")
        || message.contains("Function not implemented");
  }

  private static UserException withoutLinks(Path name, Exception refused) {
    return new UserException(
        "the store cannot be kept on this file system",
        "it has no hard links, by which several processes may write one table without losing rows ("
            + name.getParent()
            + ": "
            + refused.getMessage()
            + ")",
        "name a folder on ext4, XFS, Btrfs, ZFS, APFS or NTFS with --store (exFAT, FAT and some"
            + " network mounts have none)",
        refused);
  }

  // Hadoop keeps a checksum beside each file that it has written; ours would not match an old one.
  private static void dropChecksum(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
