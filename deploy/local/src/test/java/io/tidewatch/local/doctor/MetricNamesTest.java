package io.tidewatch.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.source.CatalogueFile;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
  @Test
  void functions_labels_matchers_texts_and_numbers_are_no_metrics() {
    assertEquals(
        Set.of("http_requests_total", "up"),
        MetricNames.of(
            "sum by (namespace, pod) (rate(http_requests_total{code=~\"a_b\"}[5m] offset 1m))"
                + " / on (pod) group_left (node) (up > bool 1e3) or vector(Inf)"));
  }

  @Test
  void texts_with_quotes_and_comments_hide_nothing() {
    assertEquals(
        Set.of("a:b", "c"),
        MetricNames.of("label_replace(a:b, \"x\", \"\\\"$1\", \"y\", '(.+)') # not_this\n + c"));
  }

  @Test
  void every_built_in_query_reads_metrics_and_nothing_else() {
    CatalogueFile.parse("include: [kubernetes, http, jvm]\n", "the test").queries().stream()
        .map((QuerySpec query) -> MetricNames.of(query.at(Duration.ofMinutes(1))))
        .forEach(
            names -> {
              assertFalse(names.isEmpty());
              assertTrue(
                  names.stream()
                      .allMatch(name -> name.matches("(container|kube|http|jvm)_[a-z0-9_]+")),
                  names::toString);
            });
  }
}
