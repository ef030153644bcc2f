package io.tidewatch.serving.forecast;

import io.tidewatch.serving.window.DemandWindow;
import java.time.Instant;
import java.util.List;

/** Sees what is asked and what comes true; it neither fails nor keeps the caller waiting. */
public interface Onlooker {
  /** Does nothing. */
  static Onlooker none() {
    return new Onlooker() {
      @Override
      public void settled(int place, DemandWindow window) {}

      @Override
      public void asked(long step, Instant at, List<Question> questions) {}
    };
  }

  /** The window of the workload at a place has moved on. */
  void settled(int place, DemandWindow window);

  /** The model in use was asked these questions at a step. */
  void asked(long step, Instant at, List<Question> questions);
}
