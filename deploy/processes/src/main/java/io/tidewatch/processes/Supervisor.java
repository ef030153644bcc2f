package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The children of one run: started one by one, ended in reverse order by {@link #close}, by Ctrl-C
 * through a shutdown hook, or, after a kill -9, by the next run in the same state directory.
 */
public final class Supervisor implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path stateDirectory;
  private final FileChannel lock;
  private final Deque<ManagedProcess> children = new ArrayDeque<>();
  private final Thread hook = new Thread(this::close, "tidewatch-stop-children");
  private boolean closed;

  private Supervisor(Path stateDirectory, FileChannel lock) {
    this.stateDirectory = stateDirectory;
    this.lock = lock;
  }

  /**
   * Takes the state directory, which must belong to no other living run, and ends what a killed run
   * has left there. Throws {@link ProcessException} if another run holds it.
   */
  public static Supervisor open(Path stateDirectory) {
    Path absolute = stateDirectory.toAbsolutePath().normalize();
    Supervisor supervisor = new Supervisor(absolute, lock(absolute));
    cleanUp(absolute);
    Runtime.getRuntime().addShutdownHook(supervisor.hook);
    return supervisor;
  }

  /**
   * Ends every process that a pid file of the directory names and that still is the same process,
   * with its descendants; returns how many there were. The files are gone afterwards.
   */
  public static int cleanUp(Path stateDirectory) {
    List<PidFile> files = pidFiles(stateDirectory);
    List<ProcessHandle> living = files.stream().flatMap(f -> f.living().stream()).toList();
    Termination.end(living, GRACE);
    files.forEach(PidFile::delete);
    return living.size();
  }

  /** Starts one more child; it is not ready yet when this returns. */
  public synchronized ManagedProcess start(ProcessSpec spec) {
    if (closed) {
      throw new IllegalStateException("this supervisor is closed: " + spec.name());
    }
    // Under the lock: a shutdown either comes before the start or finds the child in the list.
    ManagedProcess child = ManagedProcess.start(spec, stateDirectory);
    children.push(child);
    return child;
  }

  /** The state directory, absolute. */
  public Path stateDirectory() {
    return stateDirectory;
  }

  /** The children started so far that still run, the newest first. */
  public synchronized List<ManagedProcess> living() {
    return children.stream().filter(ManagedProcess::isAlive).toList();
  }

  /** Ends all children in reverse order of their start; again is harmless. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      closeChildren();
    } finally {
      releaseLock();
      removeHook();
    }
  }

  /** One that cannot be closed must not keep the others alive. */
  private void closeChildren() {
    List<RuntimeException> failures = new ArrayList<>();
    while (!children.isEmpty()) {
      try {
        children.pop().close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.remove(0);
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook itself is what runs now.
      return;
    }
  }

  private void releaseLock() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(Path stateDirectory) {
    try {
      Files.createDirectories(stateDirectory);
      FileChannel channel =
          FileChannel.open(
              stateDirectory.resolve("run.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        throw new ProcessException(
            "another run uses " + stateDirectory,
            "its lock run.lock is held by a living process",
            "wait for it, end it with Ctrl-C, or choose another directory");
      }
      return channel;
    } catch (IOException e) {
      throw new ProcessException(
          "the state directory " + stateDirectory + " cannot be used",
          e.toString(),
          "make it writable or choose another directory");
    }
  }

  /** The lock goes with the channel, and with the process however it ends. */
  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held == null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return true;
    }
  }

  private static List<PidFile> pidFiles(Path stateDirectory) {
    if (!Files.isDirectory(stateDirectory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(stateDirectory)) {
      return files.filter(f -> f.toString().endsWith(".pid")).map(PidFile::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + stateDirectory, e);
    }
  }
}
