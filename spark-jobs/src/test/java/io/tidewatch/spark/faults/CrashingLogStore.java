package io.tidewatch.spark.faults;

import io.delta.storage.HadoopFileSystemLogStore;
import io.tidewatch.spark.table.HardLinkLogStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A log of tables that fails at a commit, before or after it can be seen. */
public final class CrashingLogStore extends HadoopFileSystemLogStore {
  /** What stands for the end of the process. */
  static final class Crash extends RuntimeException {
    Crash(String when) {
      super("crashed " + when);
    }
  }

  // Delta makes the object from the name of this class, so there is no other way to reach it.
  private static final AtomicInteger COMMITS_LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile boolean before;

  private final HardLinkLogStore real;

  public CrashingLogStore(Configuration configuration) {
    super(configuration);
    real = new HardLinkLogStore(configuration);
  }

  /** Crashes once so many commits have been made, before or after the next one is seen. */
  static void crashAfter(int commits, boolean beforeNext) {
    before = beforeNext;
    COMMITS_LEFT.set(commits);
  }

  /** Crashes no more. */
  static void heal() {
    COMMITS_LEFT.set(Integer.MAX_VALUE);
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    boolean now = COMMITS_LEFT.getAndDecrement() <= 0;
    if (now && before) {
      throw new Crash("before " + path);
    }
    real.write(path, actions, overwrite, configuration);
    if (now) {
      throw new Crash("after " + path);
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return real.isPartialWriteVisible(path, configuration);
  }
}
