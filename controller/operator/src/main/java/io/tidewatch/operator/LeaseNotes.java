package io.tidewatch.operator;

import io.tidewatch.operator.actuate.Leadership;
import io.tidewatch.operator.heal.RestartNotes;
import java.io.IOException;
import java.util.Optional;

/** Restarts on the Lease itself: whoever leads reads and writes it anyway. */
record LeaseNotes(Leadership leadership) implements RestartNotes {
  static final String ANNOTATION = "tidewatch.io/restarts";

  @Override
  public Optional<String> read() throws IOException {
    return leadership.note(ANNOTATION);
  }

  @Override
  public void write(String text) throws IOException {
    leadership.note(ANNOTATION, text);
  }
}
