package io.tidewatch.mlflow;

import java.util.Collection;

/** Checks of compact constructors; each throws {@link IllegalArgumentException} with the field. */
final class Require {

  private Require() {}

  static String text(String field, String value) {
    return check(value != null && !value.isBlank(), value, field + " is missing or blank");
  }

  static <T> T present(String field, T value) {
    return check(value != null, value, field + " is missing");
  }

  static int atLeastOne(String field, int value) {
    return check(value >= 1, value, field + " must be at least 1 but is " + value);
  }

  static double finite(String field, double value) {
    return check(Double.isFinite(value), value, field + " must be a number but is " + value);
  }

  static void allFinite(String field, Collection<Double> values) {
    values.forEach(value -> finite(field, value));
  }

  static <T> T check(boolean holds, T value, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
    return value;
  }
}
