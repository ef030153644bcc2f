package io.tidewatch.spark.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GeneratedServerTest {
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final GeneratedSeries DATA = new GeneratedSeries(40);

  @Test
  void the_products_own_client_reads_every_value_that_is_expected() {
    try (GeneratedServer server = GeneratedServer.start(DATA)) {
      PrometheusClient client = PrometheusClient.of(PrometheusEndpoint.of(server.url()));
      StepRange steps = new StepRange(29_000_000, 29_000_700);
      long sum = 0;
      for (int query = 0; query < GeneratedSeries.QUERIES; query++) {
        for (RangeSeries series : client.range("m" + query, STEP, steps).series()) {
          assertEquals(700, series.values().length);
          sum += sum(series);
        }
      }
      assertEquals(DATA.sum(steps.after(), steps.until()), sum);
    }
  }

  @Test
  void its_catalogue_is_one_that_ingest_reads() {
    assertEquals(
        GeneratedSeries.QUERIES,
        CatalogueFile.parse(DATA.catalogue("60s", "30s"), "of the test").queries().size());
  }

  @Test
  void a_number_of_series_that_cannot_be_dealt_out_is_refused() {
    assertThrows(UserException.class, () -> new GeneratedSeries(15));
  }

  private static long sum(RangeSeries series) {
    long sum = 0;
    for (int i = 0; i < series.values().length; i++) {
      long units = Math.round(series.values()[i] * GeneratedSeries.UNIT);
      sum += units * GeneratedSeries.weight(series.steps()[i]);
    }
    return sum;
  }
}
