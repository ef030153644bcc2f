package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.QuerySpec.Absent;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.domain.QuerySpec.Level;
import io.tidewatch.source.CatalogueFile;
import java.util.Optional;

/** Catalogues for tests, as a user writes them. */
final class TestingCatalogue {
  static final String YAML =
      """
      timescale: { step: 60s }
      settle: 30s
      queries:
        - name: demand
          promql: sum by (namespace, workload) (last_over_time(load[$step]))
        - name: memory
          promql: sum by (namespace, workload, pod) (last_over_time(memory[$step]))
          level: pod
      workloads:
        - { workload: shop/web, demand: demand }
        - { workload: shop/api, demand: demand }
      """;

  /** A section of its own, to be put behind. */
  static final String LOGS =
      """
      logs:
        - name: pods
          logql: '{namespace="shop"}'
      """;

  private TestingCatalogue() {}

  static Catalogue shop() {
    return CatalogueFile.parse(YAML, "of the test");
  }

  static QuerySpec query(String name, Level level, Absent absent) {
    return new QuerySpec(name, name, "1", level, absent, LabelNames.DEFAULT, Optional.empty());
  }
}
