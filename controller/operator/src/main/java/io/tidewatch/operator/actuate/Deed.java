package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was done about a workload, for status, records and people.
 *
 * @param code a stable reason
 * @param floor the floor that stands
 * @param retryAfter how long the API server wants to be left alone
 * @param trouble whether it could not be done and is worth another try
 */
public record Deed(
    String code,
    String text,
    Optional<FloorView> floor,
    Optional<Duration> retryAfter,
    boolean trouble) {
  private static final Set<String> WRITES =
      Set.of(
          FloorReason.FLOOR_SET.code(),
          FloorReason.TARGET_RESTORED.code(),
          FloorReason.RESTORED.code(),
          ScaleReason.SCALED.code(),
          "Recommended");

  public Deed {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(floor, "floor");
    Objects.requireNonNull(retryAfter, "retryAfter");
  }

  /** Whether it may have cost the API server a write. */
  public boolean wrote() {
    return trouble || WRITES.contains(code);
  }

  /** Whether it was left alone because it is not as it was decided about. */
  public boolean moved() {
    return code.equals(ScaleReason.MOVED.code());
  }

  static Deed of(FloorResult result) {
    return new Deed(
        result.reason().code(),
        result.text(),
        result.mark(),
        result.retryAfter(),
        result.reason() == FloorReason.API_TROUBLE);
  }

  static Deed of(ScaleResult result) {
    return new Deed(
        result.reason().code(),
        result.text(),
        Optional.empty(),
        result.retryAfter(),
        result.reason() == ScaleReason.API_TROUBLE);
  }

  static Deed told(Answer answer, Errand.Note note) {
    return answer.ok()
        ? new Deed(note.reason(), note.text(), Optional.empty(), Optional.empty(), false)
        : trouble(answer);
  }

  static Deed trouble(Answer answer) {
    return new Deed(
        FloorReason.API_TROUBLE.code(), answer.text(), Optional.empty(), answer.retryAfter(), true);
  }
}
