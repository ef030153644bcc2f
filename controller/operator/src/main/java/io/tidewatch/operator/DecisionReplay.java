package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;

/** Makes a recorded decision again from its own full record, bit for bit. */
public final class DecisionReplay {
  private DecisionReplay() {}

  /** The decision as it would be made today, from what it saw then. */
  public static Outcome replay(Evidence evidence) {
    return Decider.decide(evidence.inputs());
  }

  /** Whether the rules of today, ours and the HPA's, still say what is written. */
  public static boolean holds(Evidence evidence) {
    return replay(evidence).equals(evidence.outcome())
        && evidence.hpa().sync().wanted() == evidence.hpa().wanted();
  }

  /**
   * The evidence in a full record.
   *
   * @throws UserException when the record is a short one
   */
  public static Evidence read(JsonNode record) {
    if (!record.hasNonNull(Journal.EVIDENCE)) {
      throw new UserException(
          "decision " + record.path("sequence").asText() + " cannot be replayed",
          "it is a short record, without its inputs",
          "take one whose event is decision_full: they are written when the action changes and"
              + " hourly");
    }
    return Json.read(record.get(Journal.EVIDENCE), Evidence.class);
  }
}
