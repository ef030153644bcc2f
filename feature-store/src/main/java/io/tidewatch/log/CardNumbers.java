package io.tidewatch.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds payment card numbers: 13 to 19 digits in groups that a space or a dash may part, with a
 * valid check digit (Luhn, ISO/IEC 7812-1), beginning with 2 to 6 as issued cards do. The last
 * spares times since the epoch, which begin with 1; the digits after a decimal point are spared
 * too, of which one double in twenty would pass for a card, and its line would be JSON no longer.
 */
final class CardNumbers {
  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;

  private CardNumbers() {}

  static String mask(String line) {
    StringBuilder masked = null;
    int copied = 0;
    int at = 0;
    while (at < line.length()) {
      if (!digit(line, at)) {
        at++;
        continue;
      }
      if (fraction(line, at)) {
        at = end(line, at);
        continue;
      }
      List<int[]> groups = groups(line, at);
      for (int[] card : cards(line, groups)) {
        masked = masked == null ? new StringBuilder() : masked;
        masked.append(line, copied, card[0]).append("<card>");
        copied = card[1];
      }
      at = groups.get(groups.size() - 1)[1];
    }
    return masked == null ? line : masked.append(line, copied, line.length()).toString();
  }

  /** Groups of digits, each a begin and an end, that single separators part. */
  private static List<int[]> groups(String line, int from) {
    List<int[]> groups = new ArrayList<>();
    int begin = from;
    while (true) {
      int end = end(line, begin);
      groups.add(new int[] {begin, end});
      boolean goesOn = separator(line, end) && digit(line, end + 1);
      if (!goesOn) {
        return groups;
      }
      begin = end + 1;
    }
  }

  // A card may follow another number ("order 17 4111 1111 1111 1111"): every run of groups is
  // tried, the longest first.
  private static List<int[]> cards(String line, List<int[]> groups) {
    List<int[]> cards = new ArrayList<>();
    int first = 0;
    while (first < groups.size()) {
      int after = afterCard(line, groups, first);
      if (after > first) {
        cards.add(new int[] {groups.get(first)[0], groups.get(after - 1)[1]});
      }
      first = Math.max(after, first + 1);
    }
    return cards;
  }

  private static int afterCard(String line, List<int[]> groups, int first) {
    StringBuilder digits = new StringBuilder();
    int after = first;
    for (int next = first; next < groups.size(); next++) {
      int length = groups.get(next)[1] - groups.get(next)[0];
      if (digits.length() + length > LONGEST) {
        break;
      }
      digits.append(line, groups.get(next)[0], groups.get(next)[1]);
      if (isCard(digits)) {
        after = next + 1;
      }
    }
    return after;
  }

  private static boolean isCard(CharSequence digits) {
    return digits.length() >= SHORTEST
        && digits.charAt(0) >= '2'
        && digits.charAt(0) <= '6'
        && luhn(digits);
  }

  /** Whether the last digit checks the others: doubled from the right, every second one. */
  static boolean luhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private static int end(String line, int begin) {
    int end = begin;
    while (digit(line, end)) {
      end++;
    }
    return end;
  }

  private static boolean fraction(String line, int at) {
    return at >= 2 && line.charAt(at - 1) == '.' && digit(line, at - 2);
  }

  private static boolean separator(String line, int at) {
    return at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '-');
  }

  private static boolean digit(String line, int at) {
    return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
  }
}
