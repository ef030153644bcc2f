package io.tidewatch.operator.incident;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One cause that people have to know of.
 *
 * @param cause a stable word of what is wrong, such as {@code MemoryLeak}: with the workload and
 *     the subject it makes the fingerprint, so the same cause again is the same incident
 * @param subject the pod it is about; empty text: the whole workload
 * @param title one line
 * @param evidence what was seen, one line each
 * @param attribution what stands out, strongest first, such as {@code memory ratio high}
 * @param done what was done about it, one line each
 * @param advice what a person should do
 */
public record Incident(
    WorkloadId workload,
    String cause,
    String subject,
    Severity severity,
    String title,
    List<String> evidence,
    List<String> attribution,
    List<String> done,
    String advice,
    Instant since) {

  /** How loud it is. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  public Incident {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(since, "since");
    evidence = List.copyOf(evidence);
    attribution = List.copyOf(attribution);
    done = List.copyOf(done);
  }

  /** What identifies it while it lasts. */
  public Key key() {
    return new Key(workload, cause, subject);
  }

  /** The same cause of the same subject. */
  public record Key(WorkloadId workload, String cause, String subject) {}
}
