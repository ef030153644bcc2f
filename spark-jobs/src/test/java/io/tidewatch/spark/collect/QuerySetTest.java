package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidewatch.source.CatalogueFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuerySetTest {
  private static final String FINGERPRINT = fingerprint(TestingCatalogue.YAML);

  @ParameterizedTest
  @CsvSource({
    "(load[,(loads[",
    "step: 60s,step: 30s",
    "level: pod,level: workload",
    "(memory[,(rss["
  })
  void whatever_changes_the_rows_changes_the_fingerprint(String before, String after) {
    assertNotEquals(FINGERPRINT, fingerprint(TestingCatalogue.YAML.replace(before, after)));
  }

  @Test
  void more_workloads_or_another_settle_delay_do_not() {
    String more = TestingCatalogue.YAML + "  - { workload: shop/new, demand: demand }\n";
    assertEquals(FINGERPRINT, fingerprint(more));
    assertEquals(FINGERPRINT, fingerprint(more.replace("settle: 30s", "settle: 1m")));
  }

  private static String fingerprint(String yaml) {
    return QuerySet.ofQueries(CatalogueFile.parse(yaml, "of the test"));
  }
}
