package io.tidewatch.local.report;

import java.util.Locale;

/** How numbers are written for people. */
public final class Numbers {
  private Numbers() {}

  /** Three significant digits, whole from a hundred on: 0.123, 1.23, 12.3, 123, 1 234. */
  public static String short3(double value) {
    double size = Math.abs(value);
    if (size >= 100) {
      return grouped(Math.round(value));
    }
    if (value == Math.rint(value)) {
      return String.valueOf((long) value);
    }
    return fixed(value, size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  public static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Thousands apart by a thin space: 1 234 567. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }

  /** Minutes and seconds: 4 min 05 s. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }

  /** With its sign: +3.2, −3.2. */
  public static String signed(double value, int digits) {
    String text = fixed(Math.abs(value), digits);
    if (Double.parseDouble(text) == 0) {
      return text;
    }
    return (value < 0 ? "−" : "+") + text;
  }
}
