package io.tidewatch.spark.feedback;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sequence numbers of one controller that nothing was read of, and when they were given out.
 *
 * @param afterMillis when the decision before them was made
 * @param beforeMillis when the one after them was
 */
record LostNumbers(String controller, long first, long last, long afterMillis, long beforeMillis)
    implements Serializable {
  private static final Pattern TEXT =
      Pattern.compile("the numbers (\\d{1,18}) to (\\d{1,18}) of the controller ([a-z]+)");

  /** One decision that was read. */
  record Numbered(String controller, long sequence, long millis) implements Serializable {}

  /** What is missing between decisions that come by controller and number, each maybe twice. */
  static List<LostNumbers> between(Iterator<Numbered> decisions) {
    List<LostNumbers> lost = new ArrayList<>();
    Optional<Numbered> last = Optional.empty();
    while (decisions.hasNext()) {
      Numbered next = decisions.next();
      last.filter(before -> before.controller().equals(next.controller()))
          .filter(before -> before.sequence() + 1 < next.sequence())
          .map(before -> between(before, next))
          .ifPresent(lost::add);
      last = Optional.of(next);
    }
    return lost;
  }

  private static LostNumbers between(Numbered before, Numbered after) {
    // Of two processes the clocks may differ.
    return new LostNumbers(
        before.controller(),
        before.sequence() + 1,
        after.sequence() - 1,
        Math.min(before.millis(), after.millis()),
        Math.max(before.millis(), after.millis()));
  }

  /** How many. */
  long count() {
    return last - first + 1;
  }

  /** How a gap names them. */
  String text() {
    return "the numbers %d to %d of the controller %s".formatted(first, last, controller);
  }

  /** The numbers that a gap names, without their times. */
  static Optional<LostNumbers> parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LostNumbers(
            found.group(3), Long.parseLong(found.group(1)), Long.parseLong(found.group(2)), 0, 0));
  }
}
