package io.tidewatch.source;

import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;

/** Reads a sample's value, which the API writes as text because JSON has no NaN. */
final class SampleText {
  private SampleText() {}

  static double parse(String text) throws IOException {
    if (text == null) {
      throw new IOException("a value is not written as text");
    }
    switch (text) {
      case "NaN":
        return Double.NaN;
      case "+Inf":
      case "Inf":
        return Double.POSITIVE_INFINITY;
      case "-Inf":
        return Double.NEGATIVE_INFINITY;
      default:
        return number(text);
    }
  }

  private static double number(String text) throws IOException {
    try {
      return NumberInput.parseDouble(text, true);
    } catch (NumberFormatException malformed) {
      throw new IOException("\"" + text + "\" is no value", malformed);
    }
  }
}
