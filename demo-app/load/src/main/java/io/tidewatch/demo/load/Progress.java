package io.tidewatch.demo.load;

import java.util.List;

/** Shows a run while it goes on. */
interface Progress {
  /** Called again and again, from several threads, and once when everything has ended. */
  void look(List<Lane> lanes);

  /** Shows nothing. */
  static Progress silent() {
    return lanes -> {};
  }
}
