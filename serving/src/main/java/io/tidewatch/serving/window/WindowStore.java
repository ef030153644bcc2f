package io.tidewatch.serving.window;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.serving.snapshot.SnapshotFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The demand windows on disk: after a restart only what is newer is asked of Prometheus. A workload
 * whose query has changed since is read in full.
 */
public final class WindowStore {
  private static final String NAME = "windows.snapshot";

  private final Catalogue catalogue;
  private final SnapshotFile file;
  private final byte[] bytes = new byte[DemandWindow.LENGTH * Float.BYTES];

  /** A store in a directory that exists. */
  public WindowStore(Path directory, Catalogue catalogue) {
    this.catalogue = catalogue;
    long step = catalogue.timescale().step().toSeconds();
    this.file =
        new SnapshotFile(
            directory.resolve(NAME),
            "windows of %d steps of %d s".formatted(DemandWindow.LENGTH, step));
  }

  /** Writes every window that holds anything. */
  public void save(LiveWindows windows) {
    file.write(out -> save(windows, out));
  }

  /**
   * Fills windows that nobody has read to yet.
   *
   * @param newest the step of now; what claims to be later is not believed
   * @return whether anything was there
   */
  public boolean restore(LiveWindows windows, long newest) {
    return file.read(in -> restore(windows, newest, in));
  }

  private void save(LiveWindows windows, DataOutputStream out) throws IOException {
    List<WorkloadSpec> held =
        catalogue.workloads().stream()
            .filter(spec -> windows.window(spec.workload()).newestKnown().isPresent())
            .toList();
    out.writeInt(held.size());
    for (WorkloadSpec spec : held) {
      DemandWindow window = windows.window(spec.workload());
      SnapshotFile.text(out, spec.workload().toString());
      SnapshotFile.text(out, asked(spec));
      out.writeLong(windows.answeredTo(spec));
      out.writeLong(window.head());
      window.save(ByteBuffer.wrap(bytes).asFloatBuffer());
      out.write(bytes);
    }
  }

  private void restore(LiveWindows windows, long newest, ByteBuffer in) {
    Map<String, WorkloadSpec> specs = new HashMap<>();
    catalogue.workloads().forEach(spec -> specs.put(spec.workload().toString(), spec));
    Map<WorkloadId, Long> answeredTo = new HashMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      WorkloadSpec spec = specs.get(SnapshotFile.text(in));
      String query = SnapshotFile.text(in);
      long answered = in.getLong();
      long head = in.getLong();
      in.get(bytes);
      if (spec != null && query.equals(asked(spec)) && head <= newest && answered <= head) {
        windows.window(spec.workload()).restore(ByteBuffer.wrap(bytes).asFloatBuffer(), head);
        answeredTo.put(spec.workload(), answered);
      }
    }
    windows.answered(answeredTo);
  }

  /** Another query means other values. */
  private String asked(WorkloadSpec spec) {
    QuerySpec query = catalogue.query(spec.demand());
    return query.at(catalogue.timescale().step()) + " by " + query.labels();
  }
}
