package io.tidewatch.serving.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of JSON under construction. A general writer spends most of a forecast's time on the
 * shortest digits of 160 numbers; here numbers have seven significant digits, more than any of them
 * is exact to. The order of numbers is kept: what is not below another is not written below it.
 */
final class JsonText {
  private static final double[] POWERS = powers();
  private static final int MOST_DECIMALS = 12;
  private static final int DIGITS = 7;
  private static final double LARGEST = 1e12;
  private static final int LONGEST_NUMBER = 32;

  private byte[] bytes;
  private int length;

  JsonText(int usualSize) {
    this.bytes = new byte[usualSize];
  }

  /** So many bytes have been written. */
  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Punctuation and names that need no escapes. */
  JsonText raw(byte[] ascii) {
    reserve(ascii.length);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
    return this;
  }

  /** A text in quotes. */
  JsonText text(String text) {
    return put('"').raw(JsonStringEncoder.getInstance().quoteAsUTF8(text)).put('"');
  }

  /** One character of ASCII. */
  JsonText put(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** A whole number. */
  JsonText whole(long number) {
    return raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  /** A finite number. */
  JsonText number(double value) {
    double size = Math.abs(value);
    // Rare, or a bug that the general writer shows as it is.
    if (!(size < LARGEST)) {
      return raw(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    int decimals = decimals(size);
    long scaled = Math.round(size * POWERS[decimals]);
    reserve(LONGEST_NUMBER);
    if (value < 0 && scaled > 0) {
      bytes[length++] = '-';
    }
    while (decimals > 0 && scaled % 10 == 0) {
      scaled /= 10;
      decimals--;
    }
    digits(scaled, decimals);
    return this;
  }

  /** From the last digit to the first, with at least one before the point. */
  private void digits(long scaled, int decimals) {
    int end = length + Math.max(count(scaled), decimals + 1) + (decimals > 0 ? 1 : 0);
    int place = end;
    long rest = scaled;
    for (int digit = 0; place > length; digit++) {
      if (decimals > 0 && digit == decimals) {
        bytes[--place] = '.';
      }
      bytes[--place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
  }

  private static int count(long scaled) {
    int digits = 1;
    while (digits < POWERS.length && scaled >= POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  private static int decimals(double size) {
    int whole = 0;
    while (size >= POWERS[whole]) {
      whole++;
    }
    if (whole > 0) {
      return Math.max(0, DIGITS - whole);
    }
    int zeros = 0;
    double grown = size;
    while (grown > 0 && grown < 0.1 && DIGITS + zeros < MOST_DECIMALS) {
      grown *= 10;
      zeros++;
    }
    return DIGITS + zeros;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private static double[] powers() {
    double[] powers = new double[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }
}
