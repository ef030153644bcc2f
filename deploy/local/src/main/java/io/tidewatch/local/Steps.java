package io.tidewatch.local;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Tells how far the demo has come: a line for each step, details under it, and at least one sign of
 * life every few seconds. Also measures the steps.
 */
public final class Steps implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final int count;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Timer timer = new Timer("tidewatch-progress", true);
  private final long began = System.nanoTime();
  private String current = "";
  private String detail = "";
  private long stepBegan = began;
  private long lastShown = began;
  private int number;

  public Steps(Terminal terminal, int count) {
    this.terminal = terminal;
    this.count = count;
    long period = terminal.interactive() ? 500 : 1_000;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            tick();
          }
        },
        period,
        period);
  }

  /** The next step begins; {@code key} names it in the measurements. */
  public synchronized void begin(String key, String what) {
    end();
    number++;
    current = key;
    detail = "";
    stepBegan = System.nanoTime();
    lastShown = stepBegan;
    terminal.line("[%d/%d] %s".formatted(number, count, what));
  }

  /** What goes on within the step. */
  public synchronized void detail(String text) {
    detail = text;
    show();
  }

  /** What a sign of life will say when it is due. */
  public synchronized void hint(String text) {
    detail = text;
  }

  /** A row that stays, of a table that grows; the next sign of life need not come soon. */
  public synchronized void row(String text) {
    terminal.line(text);
    lastShown = System.nanoTime() + PATIENCE.toNanos();
  }

  /** A screen in the place of the one before. */
  public synchronized void screen(List<String> lines) {
    terminal.screen(lines);
    lastShown = System.nanoTime() + PATIENCE.toNanos();
  }

  /** Whether a person watches. */
  public boolean interactive() {
    return terminal.interactive();
  }

  /** Ends the current step. */
  public synchronized void end() {
    if (!current.isEmpty()) {
      seconds.merge(current, since(stepBegan), Double::sum);
      current = "";
    }
  }

  /** Seconds of each step so far. */
  public synchronized Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }

  @Override
  public void close() {
    timer.cancel();
    end();
  }

  private synchronized void tick() {
    boolean due = since(lastShown) >= SILENCE.toSeconds();
    if (!current.isEmpty() && (terminal.interactive() || due)) {
      show();
    }
  }

  private void show() {
    lastShown = System.nanoTime();
    String text = detail.isEmpty() ? current : detail;
    terminal.detail("      %4.0f s  %s".formatted(since(began), text));
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
