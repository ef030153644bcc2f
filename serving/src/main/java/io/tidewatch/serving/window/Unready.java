package io.tidewatch.serving.window;

import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.DemandView;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a workload has no forecast at present: a state, not an error.
 *
 * @param code a stable word, as in a condition's reason
 * @param detail one sentence for people
 */
public record Unready(Code code, String detail) {
  /** The stable words. */
  public enum Code {
    NO_HISTORY("NoHistory"),
    GAPS("Gaps"),
    STALE("Stale"),
    NO_MODEL("NoModel");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /** As it is written in answers. */
    public String text() {
      return text;
    }
  }

  private static final int LOOKED_AT = 120;

  /** There is no model yet that could forecast. */
  public static Unready noModel(String why) {
    return new Unready(Code.NO_MODEL, why);
  }

  /**
   * Why no {@link DemandView} exists at the head of a window.
   *
   * @param failure what its query last failed with
   */
  public static Unready because(
      DemandWindow window, Timescale timescale, Optional<String> failure) {
    OptionalLong newest = window.newestKnown();
    if (newest.isEmpty()) {
      return new Unready(
          Code.NO_HISTORY,
          failure.orElse("its demand query has answered, but without any value of this workload"));
    }
    Instant time = timescale.wallTime(newest.getAsLong());
    if (window.head() - newest.getAsLong() > DemandView.LONGEST_BRIDGE) {
      return new Unready(
          Code.STALE,
          "its newest sample is of %s, %d steps old%s"
              .formatted(
                  time, window.head() - newest.getAsLong(), failure.map(f -> "; " + f).orElse("")));
    }
    int known = window.known(LOOKED_AT);
    boolean young = window.known(DemandWindow.LENGTH) == known;
    return new Unready(
        young ? Code.NO_HISTORY : Code.GAPS,
        "only %d of its last %d steps are known%s"
            .formatted(known, LOOKED_AT, failure.map(f -> "; " + f).orElse("")));
  }
}
