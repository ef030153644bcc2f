package io.tidewatch.operator.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes on disk: a line for each change, the last line of an episode counts. When most lines are
 * history the file is written anew and moved into place. A line that a kill has torn is cut off.
 */
final class IncidentJournal implements IncidentBook.Keeper, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentJournal.class);
  private static final String NAME = "incidents.jsonl";
  private static final int LEAST_LINES = 500;
  private static final int HISTORY = 4;

  private final Path file;
  private final Map<String, Episode> live = new LinkedHashMap<>();
  private FileChannel out;
  private int lines;
  private boolean broken;
  private boolean closed;

  /** One line: an episode as it is now, or the end of what is known of it. */
  private record Line(Optional<Episode> episode, Optional<String> dropped) {}

  private IncidentJournal(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(fresh());
    out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    recover();
  }

  /**
   * Opens or creates the journal of a directory, which the caller keeps for himself.
   *
   * @throws UserException when it cannot be read or written
   */
  static IncidentJournal open(Path directory) {
    try {
      Files.createDirectories(directory);
      return new IncidentJournal(directory.resolve(NAME));
    } catch (IOException refused) {
      throw new UserException(
          "cannot keep incidents in " + directory,
          refused.toString(),
          "give a writable directory with --state",
          refused);
    }
  }

  /** What is kept, in the order of opening. */
  Collection<Episode> episodes() {
    return List.copyOf(live.values());
  }

  @Override
  public void keep(Episode episode) {
    live.put(episode.fingerprint(), episode);
    append(new Line(Optional.of(episode), Optional.empty()));
  }

  @Override
  public void drop(String fingerprint) {
    live.remove(fingerprint);
    append(new Line(Optional.empty(), Optional.of(fingerprint)));
  }

  // A late answer must not write to a file that another process may have by now.
  @Override
  public void close() throws IOException {
    closed = true;
    out.close();
  }

  // A full disk costs what a restart would know, not what people are told now.
  private void append(Line line) {
    if (closed) {
      return;
    }
    try {
      if (broken || lines >= Math.max(LEAST_LINES, HISTORY * live.size())) {
        rewrite();
      } else {
        write(out, text(line));
        lines++;
      }
    } catch (IOException full) {
      if (!broken) {
        LOG.warn("{}: incidents would not survive a restart: {}", file, full.toString());
      }
      broken = true;
    }
  }

  // Moved into place only when it is whole: a kill leaves the old file or the new one.
  private void rewrite() throws IOException {
    StringBuilder all = new StringBuilder();
    live.values().forEach(each -> all.append(text(new Line(Optional.of(each), Optional.empty()))));
    FileChannel next =
        FileChannel.open(
            fresh(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(next, all.toString());
      next.force(false);
      Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      next.close();
      throw failed;
    }
    out.close();
    out = next;
    lines = live.size();
    broken = false;
  }

  private Path fresh() {
    return file.resolveSibling(NAME + ".new");
  }

  private static String text(Line line) {
    return IncidentJson.line(line) + "\n";
  }

  // Half a line on a full disk must not spoil the next one.
  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long before = channel.size();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException full) {
      channel.truncate(before);
      throw full;
    }
  }

  private void recover() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    out.truncate(whole);
    new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().forEach(this::take);
  }

  private void take(String text) {
    lines++;
    try {
      Line line = IncidentJson.read(text, Line.class);
      line.episode().ifPresent(episode -> live.put(episode.fingerprint(), episode));
      line.dropped().ifPresent(live::remove);
    } catch (JsonProcessingException foreign) {
      LOG.warn("{}: line {} cannot be read and is left out", file, lines);
    }
  }
}
