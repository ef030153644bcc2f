package io.tidewatch.serving.score;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.snapshot.SnapshotFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the intervals of all workloads have learned, on disk: small, so it is written each step. */
public final class OnlineStore {
  private final SnapshotFile file;

  /** A store in a directory that exists. */
  public OnlineStore(Path directory) {
    this.file = new SnapshotFile(directory.resolve("intervals.snapshot"), "interval shifts");
  }

  /** Writes the state of every workload that has one. */
  public void save(Map<WorkloadId, OnlineState> states) {
    file.write(
        out -> {
          out.writeInt(states.size());
          for (Map.Entry<WorkloadId, OnlineState> state : states.entrySet()) {
            save(state.getKey(), state.getValue(), out);
          }
        });
  }

  /** The states that were saved last; none when there is nothing to be used. */
  public Map<WorkloadId, OnlineState> restore() {
    Map<WorkloadId, OnlineState> states = new HashMap<>();
    boolean whole =
        file.read(
            in -> {
              for (int left = in.getInt(); left > 0; left--) {
                states.put(WorkloadId.parse(SnapshotFile.text(in)), state(in));
              }
            });
    return whole ? states : Map.of();
  }

  private static void save(WorkloadId workload, OnlineState state, DataOutputStream out)
      throws IOException {
    SnapshotFile.text(out, workload.toString());
    SnapshotFile.text(out, state.model().name());
    SnapshotFile.text(out, state.model().version());
    SnapshotFile.text(out, state.model().alias());
    out.writeInt(state.shifts().size());
    for (IntervalShift shift : state.shifts()) {
      out.writeDouble(shift.lower());
      out.writeDouble(shift.upper());
    }
  }

  private static OnlineState state(ByteBuffer in) {
    ModelId model =
        new ModelId(SnapshotFile.text(in), SnapshotFile.text(in), SnapshotFile.text(in));
    List<IntervalShift> shifts = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      shifts.add(new IntervalShift(in.getDouble(), in.getDouble()));
    }
    return new OnlineState(model, shifts);
  }
}
