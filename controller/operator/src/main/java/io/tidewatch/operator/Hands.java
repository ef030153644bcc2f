package io.tidewatch.operator;

/**
 * Carries out what was decided, as far as the workload's mode allows; never waits, never throws.
 */
interface Hands extends AutoCloseable {
  void act(Decided decided);

  @Override
  void close();

  /** Those of a controller that only observes. */
  static Hands still() {
    return new Hands() {
      @Override
      public void act(Decided decided) {}

      @Override
      public void close() {}
    };
  }
}
