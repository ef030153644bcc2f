package io.tidewatch.local.doctor;

/**
 * One finding.
 *
 * @param what was looked at
 * @param found what there is, or what to do if it is missing
 */
record Check(String what, Result result, String found) {
  /** How it stands. */
  enum Result {
    OK("ok"),
    WARNING("note"),
    MISSING("MISSING");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Check ok(String what, String found) {
    return new Check(what, Result.OK, found);
  }

  static Check warning(String what, String found) {
    return new Check(what, Result.WARNING, found);
  }

  static Check missing(String what, String remedy) {
    return new Check(what, Result.MISSING, remedy);
  }
}
