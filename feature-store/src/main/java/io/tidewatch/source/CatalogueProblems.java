package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one catalogue. */
final class CatalogueProblems {
  private final String origin;
  private final List<String> found = new ArrayList<>();

  CatalogueProblems(String origin) {
    this.origin = origin;
  }

  void add(String problem) {
    found.add(problem);
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  UserException exception() {
    return new UserException(
        "the catalogue " + origin + " is not valid",
        String.join("; ", found),
        "correct it; docs/reference/catalogue.md lists every key");
  }
}
