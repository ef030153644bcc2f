package io.tidewatch.lab;

import java.util.function.Consumer;

/**
 * Passes on each new line, and after a while of silence the unfinished one: a build has long steps.
 */
final class ScreenProgress implements Command.Progress {
  private static final long SILENCE_NANOS = 30_000_000_000L;

  private final Consumer<String> screen;
  private final long begin = System.nanoTime();
  private long lastShown = begin;
  private int shown;

  ScreenProgress(Consumer<String> screen) {
    this.screen = screen;
  }

  @Override
  public void said(String text) {
    int end = text.lastIndexOf('\n') + 1;
    if (end > shown) {
      text.substring(shown, end).lines().forEach(line -> show(line));
      shown = end;
    }
    long now = System.nanoTime();
    if (now - lastShown > SILENCE_NANOS) {
      String unfinished = text.substring(shown);
      long seconds = (now - begin) / 1_000_000_000L;
      show((unfinished.isBlank() ? "still starting" : unfinished) + " (" + seconds + " s)");
    }
  }

  private void show(String line) {
    lastShown = System.nanoTime();
    screen.accept("lab: " + line);
  }
}
