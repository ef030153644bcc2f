package io.tidewatch.operator;

import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.actuate.Leadership;
import java.io.IOException;
import java.util.Optional;

/**
 * Notes on the Lease itself: whoever leads reads and writes it anyway.
 *
 * @param annotation whose value the note is
 */
record LeaseNotes(Leadership leadership, String annotation) implements LeaderNotes {
  static final String RESTARTS = "tidewatch.io/restarts";
  static final String RESIZES = "tidewatch.io/resizes";
  static final String ROLLBACKS = "tidewatch.io/rollbacks";

  @Override
  public Optional<String> read() throws IOException {
    return leadership.note(annotation);
  }

  @Override
  public void write(String text) throws IOException {
    leadership.note(annotation, text);
  }
}
