package io.tidewatch.demo.faults;

/** What a fault happens to, and so which option names it. */
enum TargetKind {
  POD("--pod"),
  DEPLOYMENT("--deployment"),
  NODE("--node"),
  URL("--url");

  private final String option;

  TargetKind(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }
}
