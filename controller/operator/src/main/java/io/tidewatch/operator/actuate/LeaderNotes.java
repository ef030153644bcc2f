package io.tidewatch.operator.actuate;

import java.io.IOException;
import java.util.Optional;

/** One text where every leader, on whatever node, finds what earlier ones have done. */
public interface LeaderNotes {
  /**
   * What was written last; empty if nothing ever was.
   *
   * @throws IOException when that cannot be known now
   */
  Optional<String> read() throws IOException;

  /**
   * Replaces it.
   *
   * @throws IOException when it was not, or may not have been
   */
  void write(String text) throws IOException;

  /** Nowhere: one controller alone, with one state directory. */
  static LeaderNotes nowhere() {
    return new LeaderNotes() {
      @Override
      public Optional<String> read() {
        return Optional.empty();
      }

      @Override
      public void write(String text) {
        // its own file is all that it needs
      }
    };
  }
}
