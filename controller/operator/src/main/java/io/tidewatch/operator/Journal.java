package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Origin;
import io.tidewatch.domain.WorkloadId;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions down: to the ring, then as JSON lines to an output.
 *
 * <p>Once a step every workload gets a line of event {@code decision} and at most 1 KiB. When its
 * count changes, when the action does and once a nominal hour the same decision is also written
 * with its evidence, and when an action was judged or taken back: event {@code decision_full}, same
 * sequence number, at most 8 KiB.
 */
final class Journal {
  static final String EVIDENCE = "evidence";
  static final String ACTIONS = "actions";
  private static final int MOST_BYTES = 8_192;

  private final DecisionRing ring;
  private final Origin origin;
  private final PrintStream out;
  private final Duration fullEvery;
  private final Remarks remarks;
  private final Complaints complaints = new Complaints(LoggerFactory.getLogger(Journal.class));
  private final Map<WorkloadId, Action> lastAction = new HashMap<>();
  private final Map<WorkloadId, Instant> lastFull = new HashMap<>();
  private long sequence;

  /**
   * Makes a journal that goes on from the ring's last sequence number.
   *
   * @param began when this process did
   * @param fullEvery how often evidence is written although nothing changes (wall time)
   */
  Journal(DecisionRing ring, Instant began, PrintStream out, Duration fullEvery) {
    this(ring, began, out, fullEvery, new Remarks());
  }

  /**
   * As above.
   *
   * @param remarks what the next full record of a workload takes down, too
   */
  Journal(DecisionRing ring, Instant began, PrintStream out, Duration fullEvery, Remarks remarks) {
    this.ring = ring;
    this.origin = new Origin(ring.controller(), began.getEpochSecond());
    this.out = out;
    this.fullEvery = fullEvery;
    this.remarks = remarks;
    this.sequence = ring.lastSequence();
  }

  /**
   * Writes a decision, if there is something to tell: always on a step, else when it acts.
   *
   * @return what was written
   */
  Optional<DecisionRecord> record(Decided decided, boolean step) {
    boolean full = fullDue(decided, step);
    if (!step && !full) {
      return Optional.empty();
    }
    sequence++;
    DecisionRecord record = Digest.of(decided, origin, sequence);
    ObjectNode line = DecisionLine.write(record);
    ObjectNode kept = full ? withEvidence(record, decided.evidence().orElseThrow()) : line;
    keep(kept);
    if (step) {
      out.println(line);
    }
    if (full) {
      out.println(kept);
      lastFull.put(decided.workload(), decided.at());
    }
    lastAction.put(decided.workload(), decided.action());
    return Optional.of(record);
  }

  /** Drops what is remembered of workloads that are gone. */
  void forget(Set<WorkloadId> gone) {
    lastAction.keySet().removeAll(gone);
    lastFull.keySet().removeAll(gone);
    remarks.forget(gone);
  }

  private boolean fullDue(Decided decided, boolean step) {
    if (decided.evidence().isEmpty()) {
      return false;
    }
    if (remarks.any(decided.workload())) {
      return true;
    }
    Action action = decided.action();
    if (action != Action.NO_ACTION || !step) {
      return action != Action.NO_ACTION;
    }
    Instant last = lastFull.get(decided.workload());
    return action != lastAction.get(decided.workload())
        || last == null
        || !decided.at().isBefore(last.plus(fullEvery));
  }

  private ObjectNode withEvidence(DecisionRecord record, Evidence evidence) {
    ObjectNode full = DecisionLine.writeFull(record);
    full.set(EVIDENCE, Json.of(evidence));
    remark(full, remarks.take(record.workload()));
    return full;
  }

  // The newest first, each without its sentence if that has no room: log and metrics have them all.
  private static void remark(ObjectNode full, List<ObjectNode> done) {
    List<ObjectNode> fitting = new ArrayList<>();
    int room = MOST_BYTES - bytes(full) - ACTIONS.length() - 6;
    for (int i = done.size() - 1; i >= 0; i--) {
      ObjectNode remark = done.get(i);
      if (bytes(remark) >= room) {
        remark.remove("text");
      }
      if (bytes(remark) < room) {
        fitting.add(0, remark);
        room -= bytes(remark) + 1;
      }
    }
    if (!fitting.isEmpty()) {
      full.putArray(ACTIONS).addAll(fitting);
    }
  }

  private static int bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  // A full disk costs the history, not the control: the line still goes out.
  private void keep(ObjectNode record) {
    try {
      ring.append(sequence, record.toString());
      complaints.well("ring");
    } catch (UncheckedIOException full) {
      complaints.trouble("ring", full.getMessage() + ": " + full.getCause());
    }
  }
}
