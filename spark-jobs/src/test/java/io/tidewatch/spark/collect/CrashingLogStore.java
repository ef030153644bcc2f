package io.tidewatch.spark.collect;

import io.delta.storage.HadoopFileSystemLogStore;
import io.tidewatch.spark.table.HardLinkLogStore;
import io.tidewatch.table.TableContract;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A log of tables that fails at the next commit to some of them, before or after it can be seen.
 */
public final class CrashingLogStore extends HadoopFileSystemLogStore {
  /** Where a process ends: around the next commit to a table. */
  record Point(TableContract table, boolean before) {
    private boolean isOf(Path commit) {
      return commit.getParent().getParent().getName().equals(table.name());
    }
  }

  /** What stands for the end of the process. */
  static final class Crash extends RuntimeException {
    Crash(Point point) {
      super("crashed " + (point.before() ? "before" : "after") + " " + point.table().name());
    }
  }

  // Delta makes the object from the name of this class, so there is no other way to reach it.
  private static final List<Point> AHEAD = new CopyOnWriteArrayList<>();

  private final HardLinkLogStore real;

  public CrashingLogStore(Configuration configuration) {
    super(configuration);
    real = new HardLinkLogStore(configuration);
  }

  /** A point that is given twice ends whoever comes there first and whoever comes second. */
  static void crashAt(Point... points) {
    AHEAD.addAll(List.of(points));
  }

  /** Crashes no more; the points that were not reached. */
  static List<Point> heal() {
    List<Point> left = List.copyOf(AHEAD);
    AHEAD.clear();
    return left;
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    crash(path, true);
    real.write(path, actions, overwrite, configuration);
    crash(path, false);
  }

  private static void crash(Path path, boolean before) {
    for (Point point : AHEAD) {
      if (point.before() == before && point.isOf(path) && AHEAD.remove(point)) {
        throw new Crash(point);
      }
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return real.isPartialWriteVisible(path, configuration);
  }
}
