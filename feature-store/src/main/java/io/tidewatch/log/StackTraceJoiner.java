package io.tidewatch.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Joins the lines of a stack trace, per stream, to one entry with the time of its first line.
 *
 * <p>No line is lost, and memory is bounded: an entry that grows beyond its bound is handed on and
 * the next line begins another; of too many open streams the one that was silent longest is handed
 * on. Lines come in the order of time within a stream. Not for several threads.
 */
public final class StackTraceJoiner {
  /**
   * The bounds.
   *
   * @param lines of one entry
   * @param characters of one entry; a single line may be longer
   * @param pause the longest time between two lines of one trace
   * @param streams whose last entry may be open
   */
  public record Limits(int lines, int characters, Duration pause, int streams) {
    public Limits {
      Objects.requireNonNull(pause, "pause");
      if (lines < 1 || characters < 1 || streams < 1 || pause.isNegative()) {
        throw new IllegalArgumentException("a joiner needs room for a line of a stream");
      }
    }

    /** 500 lines or 64 Ki characters, a second apart, 10 000 streams. */
    public static Limits standard() {
      return new Limits(500, 1 << 16, Duration.ofSeconds(1), 10_000);
    }
  }

  /** An entry that may go on. */
  private static final class Open {
    private final LogLine first;
    private final StringBuilder text;
    private String last;
    private long lastAt;
    private int lines = 1;

    Open(LogLine first) {
      this.first = first;
      this.text = new StringBuilder(first.text());
      this.last = first.text();
      this.lastAt = first.at();
    }

    void add(LogLine line) {
      text.append('\n').append(line.text());
      last = line.text();
      lastAt = line.at();
      lines++;
    }

    LogLine entry() {
      return lines == 1 ? first : first.withText(text.toString());
    }
  }

  private static final String DETECTED = "detected_level";

  private final Limits limits;
  private final Consumer<LogLine> entries;
  private final LinkedHashMap<Map<String, String>, Open> open =
      new LinkedHashMap<>(16, 0.75f, true);

  /** Hands entries on as soon as they are known to be complete. */
  public StackTraceJoiner(Limits limits, Consumer<LogLine> entries) {
    this.limits = limits;
    this.entries = entries;
  }

  /** Takes the next line of a stream. */
  public void accept(LogLine line) {
    Map<String, String> stream = stream(line.labels());
    Open before = open.get(stream);
    if (before != null && goesOn(before, line)) {
      before.add(line);
      return;
    }
    if (before != null) {
      entries.accept(before.entry());
    }
    open.put(stream, new Open(line));
    if (open.size() > limits.streams()) {
      handOnEldest();
    }
  }

  // Loki guesses a level for each line, and gives the lines of one trace as several streams by it.
  private static Map<String, String> stream(Map<String, String> labels) {
    if (!labels.containsKey(DETECTED)) {
      return labels;
    }
    Map<String, String> stream = new HashMap<>(labels);
    stream.remove(DETECTED);
    return stream;
  }

  private boolean goesOn(Open before, LogLine line) {
    boolean room =
        before.lines < limits.lines()
            && before.text.length() + line.text().length() < limits.characters();
    boolean soon = line.at() - before.lastAt <= limits.pause().toNanos();
    return room && soon && StackTraces.continues(before.last, before.lines > 1, line.text());
  }

  private void handOnEldest() {
    Iterator<Open> eldest = open.values().iterator();
    entries.accept(eldest.next().entry());
    eldest.remove();
  }

  /** Hands on what is open, at the end of a batch. */
  public void flush() {
    open.values().forEach(entry -> entries.accept(entry.entry()));
    open.clear();
  }
}
