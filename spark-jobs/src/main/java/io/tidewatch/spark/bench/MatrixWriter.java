package io.tidewatch.spark.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one matrix of {@link GeneratedSeries} into a stream, by copying prepared bytes. */
final class MatrixWriter {
  private static final byte[] HEAD =
      ascii("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
  private static final byte[] METRIC = ascii("{\"metric\":");
  private static final byte[] VALUES = ascii(",\"values\":[");
  private static final byte[] POINT_END = ascii("\"]");
  private static final byte[] SERIES_END = ascii("]}");
  private static final byte[] END = ascii("]}}");
  private static final int LONGEST_PIECE = 256;

  private final OutputStream out;
  private final byte[][] values;
  private final byte[] buffer = new byte[1 << 16];
  private int used;

  MatrixWriter(OutputStream out, byte[][] values) {
    this.out = out;
    this.values = values;
  }

  void write(int query, int pods, long first, long last, long stepSeconds) throws IOException {
    byte[][] times = new byte[Math.toIntExact(Math.max(0, last - first + 1))][];
    for (int i = 0; i < times.length; i++) {
      times[i] = ascii((i == 0 ? "[" : ",[") + (first + i) * stepSeconds + ",\"");
    }
    put(HEAD);
    for (int pod = 0; pod < pods; pod++) {
      if (pod > 0) {
        buffer[used++] = ',';
      }
      put(METRIC);
      put(GeneratedSeries.labels(pod));
      put(VALUES);
      for (int i = 0; i < times.length; i++) {
        put(times[i]);
        put(values[GeneratedSeries.drawn(query, pod, first + i)]);
        put(POINT_END);
      }
      put(SERIES_END);
    }
    put(END);
    out.write(buffer, 0, used);
  }

  private void put(byte[] piece) throws IOException {
    System.arraycopy(piece, 0, buffer, used, piece.length);
    used += piece.length;
    if (used > buffer.length - LONGEST_PIECE) {
      out.write(buffer, 0, used);
      used = 0;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
