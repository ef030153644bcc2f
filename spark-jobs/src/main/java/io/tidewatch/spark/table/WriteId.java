package io.tidewatch.spark.table;

/**
 * Names one write so that its repetition changes nothing.
 *
 * @param writer who writes; the same after a restart
 * @param sequence rises with each write of that writer
 */
public record WriteId(String writer, long sequence) {
  public WriteId {
    if (writer.isBlank() || sequence < 0) {
      throw new IllegalArgumentException("a write needs a writer and a sequence of at least 0");
    }
  }
}
