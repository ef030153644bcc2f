package io.tidewatch.local;

/** A command that another module carries out, given the same words. */
enum Verb {
  INGEST("ingest", Module.SPARK, false, "--store", "store"),
  BACKFILL("backfill", Module.SPARK, false, "--store", "store"),
  REPAIR("repair", Module.SPARK, false, "--store", "store"),
  MAINTAIN("maintain", Module.SPARK, false, "--store", "store"),
  INSPECT("inspect", Module.SPARK, false, "--store", "store"),
  FEATURES("features", Module.SPARK, false, "--store", "store"),
  TRAIN("train", Module.SPARK, true, "--store", "store"),
  TRAIN_ANOMALY("train-anomaly", Module.SPARK, true, "--store", "store"),
  SCORE("score", Module.SPARK, true, "--store", "store"),
  FEEDBACK("feedback", Module.SPARK, false, "--store", "store"),
  EVALUATE("evaluate", Module.SPARK, true, "--store", "store"),
  OPTIMIZE("optimize", Module.SPARK, true, "--store", "store"),
  SERVE("serve", Module.SERVING, true, "--cache", "serving"),
  CONTROL("control", Module.CONTROLLER, false, "--state", "controller"),
  LOKI("loki", Module.LOKI, false, "--data", "loki");

  private final String word;
  private final Module module;
  private final boolean needsMlflow;
  private final String option;
  private final String folder;

  Verb(String word, Module module, boolean needsMlflow, String option, String folder) {
    this.word = word;
    this.module = module;
    this.needsMlflow = needsMlflow;
    this.option = option;
    this.folder = folder;
  }

  String word() {
    return word;
  }

  Module module() {
    return module;
  }

  /** Whether a model registry has to run. */
  boolean needsMlflow() {
    return needsMlflow;
  }

  /** The option that says where its state is. */
  String stateOption() {
    return option;
  }

  /** The folder of its state, in ours, if the user names none. */
  String stateFolder() {
    return folder;
  }

  /** Whether its own module knows it by its word; servers have only one thing to do. */
  boolean isSubcommand() {
    return module == Module.SPARK;
  }
}
