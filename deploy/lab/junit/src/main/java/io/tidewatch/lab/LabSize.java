package io.tidewatch.lab;

/** How much of a cluster a test needs; the smallest that does is the fastest. */
public enum LabSize {
  /** etcd and the API server: what a client talks to. Nothing runs, no controller answers. */
  API("api"),
  /** And the controllers and the scheduler: objects come alive, pods are never run. */
  CONTROL_PLANE("control-plane"),
  /** And two nodes: pods run. Needs root. */
  NODES("nodes");

  private final String word;

  LabSize(String word) {
    this.word = word;
  }

  /** The word that {@code cluster up --size} knows it by. */
  public String word() {
    return word;
  }

  boolean serves(LabSize wanted) {
    return compareTo(wanted) >= 0;
  }
}
