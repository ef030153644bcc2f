package io.tidewatch.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Where progress is shown: on a terminal the newest detail replaces the one before it, elsewhere
 * every detail is a line.
 */
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final int WIDTH = 118;

  private final PrintStream out;
  private final boolean interactive;
  private boolean detailShown;

  Terminal(PrintStream out, Map<String, String> environment) {
    this.out = out;
    this.interactive = environment.containsKey("TIDEWATCH_TERMINAL");
  }

  /** A line that stays. */
  public synchronized void line(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /** A line about what goes on just now. */
  public synchronized void detail(String text) {
    String shown = text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text;
    if (!interactive) {
      line(shown);
      return;
    }
    out.print(CLEAR_LINE + shown);
    out.flush();
    detailShown = true;
  }

  /** A screen in the place of the one before; only where a person watches. */
  public synchronized void screen(List<String> lines) {
    if (!interactive) {
      return;
    }
    detailShown = false;
    out.print(HOME);
    lines.forEach(line -> out.print(CLEAR_LINE + line + System.lineSeparator()));
    out.print(CLEAR_BELOW);
    out.flush();
  }

  /** Whether a person watches, so that details may be repainted often. */
  public boolean interactive() {
    return interactive;
  }

  private void clear() {
    if (detailShown) {
      out.print(CLEAR_LINE);
      detailShown = false;
    }
  }
}
