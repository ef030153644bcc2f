package io.tidewatch.spark.table;

import io.delta.storage.LogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process of its own that commits to a table's log as fast as the log store can: without Spark,
 * so that it spends its time where two writers can meet.
 */
public final class TestingCommitter {
  private TestingCommitter() {}

  /**
   * Arguments: the class of the log store, the table's log, the writer's name, how many commits.
   */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Configuration configuration = new Configuration();
    LogStore store =
        (LogStore)
            Class.forName(args[0]).getConstructor(Configuration.class).newInstance(configuration);
    System.out.println("ready");
    // The parent answers once all are ready, so that they commit at the same time.
    System.in.read();
    long version = 0;
    for (int number = 0; number < Integer.parseInt(args[3]); number++) {
      String action = "{\"txn\":{\"appId\":\"" + args[2] + "-" + number + "\",\"version\":1}}";
      version = commit(store, args[1], version + 1, action, configuration);
    }
  }

  /** As Delta does: the next version that is free. */
  private static long commit(
      LogStore store, String log, long first, String action, Configuration configuration)
      throws IOException {
    for (long version = first; ; version++) {
      Path file = new Path(log, String.format("%020d.json", version));
      try {
        store.write(file, List.of(action).iterator(), false, configuration);
        return version;
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
  }
}
