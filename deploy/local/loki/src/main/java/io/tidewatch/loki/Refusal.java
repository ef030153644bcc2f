package io.tidewatch.loki;

/** A request is answered with a status and a text, as Loki words it. */
final class Refusal extends RuntimeException {
  private final int status;

  Refusal(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  static Refusal badRequest(String text) {
    return new Refusal(400, text);
  }

  int status() {
    return status;
  }
}
