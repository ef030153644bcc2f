package io.tidewatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.local.report.Charts;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * Rows per second of {@code bench ingest} or {@code bench features} over the size, beside the raw
 * append's.
 */
record ReachPlot(List<Double> sizes, List<Double> ours, List<Double> raw) {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final double HEADROOM = 1.25;
  private static final Color OURS = new Color(0x1f77b4);

  /** Reads the figures that the bench has written. */
  static ReachPlot of(Path json) {
    try {
      JsonNode points = JsonMapper.builder().build().readTree(json.toFile()).path("points");
      return new ReachPlot(
          figures(points, "size"), figures(points, "rate"), figures(points, "raw_rate"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + json, unreadable);
    }
  }

  void write(Path file) {
    XYChart chart = Charts.empty(WIDTH, HEIGHT, "rows/s");
    chart.getStyler().setXAxisLogarithmic(sizes.size() > 1);
    coloured(chart.addSeries("Tidewatch", sizes, ours), OURS);
    coloured(chart.addSeries("raw Delta append", sizes, raw), Charts.SOFT);
    Charts.withHeadroom(chart, HEADROOM, 0);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot write " + file, unwritable);
    }
  }

  private static void coloured(XYSeries series, Color colour) {
    series.setMarkerColor(colour);
    series.setLineColor(colour);
  }

  private static List<Double> figures(JsonNode points, String name) {
    List<Double> figures = new ArrayList<>();
    points.forEach(point -> figures.add(point.path(name).asDouble()));
    return figures;
  }
}
