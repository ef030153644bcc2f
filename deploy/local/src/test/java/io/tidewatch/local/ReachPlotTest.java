package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachPlotTest {
  @TempDir private Path folder;

  @Test
  void both_rates_of_a_result_are_drawn_into_a_picture() throws IOException {
    Path json = folder.resolve("result.json");
    Files.writeString(
        json,
        """
        {"points":[{"size":1000,"rate":90000,"raw_rate":100000},
                   {"size":100000,"rate":85000,"raw_rate":99000}],"ratio":0.86}
        """);
    ReachPlot plot = ReachPlot.of(json);
    assertEquals(List.of(1_000.0, 100_000.0), plot.sizes());
    assertEquals(List.of(90_000.0, 85_000.0), plot.ours());
    plot.write(folder.resolve("plots/reach.png"));
    BufferedImage image = ImageIO.read(folder.resolve("plots/reach.png").toFile());
    assertEquals(900, image.getWidth());
  }
}
