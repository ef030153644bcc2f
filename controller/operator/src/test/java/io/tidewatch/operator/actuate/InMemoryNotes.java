package io.tidewatch.operator.actuate;

import java.io.IOException;
import java.util.Optional;

/** What leaders tell each other, as long as the test lets them. */
public final class InMemoryNotes implements LeaderNotes {
  public Optional<String> text = Optional.empty();
  public boolean unreachable;

  @Override
  public Optional<String> read() throws IOException {
    reach();
    return text;
  }

  @Override
  public void write(String next) throws IOException {
    reach();
    text = Optional.of(next);
  }

  private void reach() throws IOException {
    if (unreachable) {
      throw new IOException("the test has cut the line");
    }
  }
}
